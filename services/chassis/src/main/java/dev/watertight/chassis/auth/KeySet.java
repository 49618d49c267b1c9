package dev.watertight.chassis.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;

/** The public keys that verify access tokens. They outlive both the service that publishes them and our own restart. */
public final class KeySet {
    private static final Logger LOG = System.getLogger(KeySet.class.getName());
    private static final String PATH = "/.well-known/jwks.json";
    private static final long REFETCH_NANOS = Duration.ofSeconds(1).toNanos();

    private final RemoteService publisher;
    private final Path file;
    private volatile JWKSet keys;

    @GuardedBy("this")
    private long fetchedAtNanos = System.nanoTime() - REFETCH_NANOS;

    public KeySet(RemoteService publisher, Path stateDir) {
        this.publisher = publisher;
        this.file = stateDir.resolve("jwks.json");
        this.keys = load(file);
    }

    /** The key of that id; one that is unknown is worth one fetch a second, not one per forged token. */
    Optional<JWK> byId(String keyId) {
        return Optional.ofNullable(keys.getKeyByKeyId(keyId)).or(() -> {
            refetch();
            return Optional.ofNullable(keys.getKeyByKeyId(keyId));
        });
    }

    /** Fetches now what is published now; keeps what we have when nobody answers. */
    public synchronized void refetch() {
        if (System.nanoTime() - fetchedAtNanos < REFETCH_NANOS) {
            return;
        }
        fetchedAtNanos = System.nanoTime();
        try {
            var answer = publisher.send(Call.get(PATH, PATH));
            if (answer.status() == 200) {
                keys = JWKSet.parse(answer.body());
                save(answer.body());
            }
        } catch (RemoteException | ParseException e) {
            LOG.log(Level.WARNING, "cannot fetch the key set; going on with {0} keys", keys.size());
        }
    }

    private static JWKSet load(Path file) {
        try {
            return Files.exists(file) ? JWKSet.parse(Files.readString(file)) : new JWKSet();
        } catch (IOException | ParseException e) {
            return new JWKSet();
        }
    }

    private void save(String text) {
        try {
            var fresh = file.resolveSibling("jwks.tmp");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the key set", e);
        }
    }
}
