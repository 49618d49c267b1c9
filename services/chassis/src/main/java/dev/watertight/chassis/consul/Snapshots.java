package dev.watertight.chassis.consul;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.chassis.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        var file = directory.resolve(name(service));
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
            StateFile.write(directory, name(service), MAPPER.writeValueAsString(endpoints));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the addresses of " + service, e);
        }
    }

    private static String name(String service) {
        return "instances-" + service + ".json";
    }
}
