package dev.watertight.chassis.consul;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The last addresses we knew, on disk, so that a service can start while Consul is away. */
public final class Snapshots {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path directory;

    public Snapshots(Path directory) {
        this.directory = directory;
    }

    /** What was saved last; empty when nothing was. */
    public List<Endpoint> load(String service) {
        var file = file(service);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var saved = MAPPER.readValue(file.toFile(), Endpoint[].class);
            return saved == null ? List.of() : List.of(saved);
        } catch (IOException e) {
            // A torn file is as good as none: Consul knows better anyway.
            return List.of();
        }
    }

    public void save(String service, List<Endpoint> endpoints) {
        try {
            Files.createDirectories(directory);
            var fresh = Files.createTempFile(directory, service, ".tmp");
            try {
                MAPPER.writeValue(fresh.toFile(), endpoints);
                Files.move(fresh, file(service), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                // It is still there only if one of these failed: a full disk must not be filled further.
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the addresses of " + service, e);
        }
    }

    private Path file(String service) {
        return directory.resolve("instances-" + service + ".json");
    }
}
