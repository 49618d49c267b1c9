package dev.watertight.chassis.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.StateFile;
import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The public keys that verify access tokens. They outlive both the service that publishes them and our own restart. */
public final class KeySet {
    private static final Logger LOG = System.getLogger(KeySet.class.getName());
    private static final String PATH = "/.well-known/jwks.json";
    private static final String FILE = "jwks.json";
    private static final long REFETCH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private final RemoteService publisher;
    private final Path stateDir;
    private final ReentrantLock fetching = new ReentrantLock();

    /** Null until somebody told us of any. */
    private volatile @Nullable JWKSet keys;

    @GuardedBy("fetching")
    private long fetchedAtNanos = System.nanoTime() - FRESH_NANOS;

    public KeySet(RemoteService publisher, Path stateDir) {
        this.publisher = publisher;
        this.stateDir = stateDir;
        this.keys = load(stateDir.resolve(FILE));
    }

    /**
     * The key of that id; one that is unknown is worth one fetch a second, not one per forged token.
     *
     * @throws ProblemException 503 when we never had a key set, and so cannot tell a good token from a bad one
     */
    Optional<JWK> byId(String keyId) {
        return known(keyId).or(() -> {
            refetch();
            if (keys == null) {
                throw Problem.unavailable("keys-unavailable", "Nobody can tell yet who you are; try again.")
                        .asException();
            }
            return known(keyId);
        });
    }

    /** Whether the key of that id is published, as far as we know now. */
    boolean has(String keyId) {
        return known(keyId).isPresent();
    }

    /** Fetches what is published now when we have nothing yet or looked a minute ago; to be called about every second. */
    public void refresh() {
        refetch(keys == null ? REFETCH_NANOS : FRESH_NANOS);
    }

    /** Fetches what is published now, once a second at the most; keeps what we have when nobody answers. */
    void refetch() {
        refetch(REFETCH_NANOS);
    }

    private void refetch(long pauseNanos) {
        if (!mayFetch()) {
            return;
        }
        try {
            if (System.nanoTime() - fetchedAtNanos >= pauseNanos) {
                fetch();
                fetchedAtNanos = System.nanoTime();
            }
        } finally {
            fetching.unlock();
        }
    }

    /** Nobody waits for another's fetch, except for the first one: without any keys there is nothing else to do. */
    private boolean mayFetch() {
        try {
            return keys == null ? fetching.tryLock(REFETCH_NANOS, TimeUnit.NANOSECONDS) : fetching.tryLock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<JWK> known(String keyId) {
        return Optional.ofNullable(keys).map(set -> set.getKeyByKeyId(keyId));
    }

    private void fetch() {
        try {
            var answer = publisher.send(Call.get(PATH, PATH));
            if (answer.status() == 200) {
                keys = JWKSet.parse(answer.body());
                save(answer.body());
            }
        } catch (RemoteException | ParseException e) {
            var count = Optional.ofNullable(keys).map(JWKSet::size).orElse(0);
            LOG.log(Level.WARNING, "cannot fetch the key set; going on with {0} keys", count);
        }
    }

    private static @Nullable JWKSet load(Path file) {
        try {
            return Files.exists(file) ? JWKSet.parse(Files.readString(file)) : null;
        } catch (IOException | ParseException e) {
            return null;
        }
    }

    /** It serves the next start; who asks now has the keys, kept or not. */
    private void save(String text) {
        try {
            StateFile.write(stateDir, FILE, text);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot keep the key set for the next start", e);
        }
    }
}
