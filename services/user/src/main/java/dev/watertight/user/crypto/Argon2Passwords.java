package dev.watertight.user.crypto;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.user.domain.Password;
import dev.watertight.user.domain.PasswordHash;
import dev.watertight.user.domain.Passwords;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Argon2id with 19 MiB and two passes. One hash costs as much as hundreds of other requests, so only as many run at once
 * as there are cores; who would wait for long is told to come back.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
public final class Argon2Passwords implements Passwords {
    private static final Argon2id ARGON2 = new Argon2id(19 * 1024, 2, 1);
    private static final int SALT_BYTES = 16;
    private static final int WARM_UP = 10;

    private final SecureRandom random;
    private final int atOnce;
    private final Semaphore permits;
    private final int mostWaiting;
    private final Duration patience;
    private final HashTime time = new HashTime();
    // Virtual threads would keep their carriers, all of them, for as long as the hashes take.
    private final ExecutorService threads;

    /**
     * @param permits hashes at once
     * @param mostWaiting who may wait for one: they are requests that run, and a crowd of them would leave no room for
     *     any other
     * @param patience how long a request waits for its turn; less where its deadline, less the time of a hash, is nearer
     */
    public Argon2Passwords(SecureRandom random, int permits, int mostWaiting, Duration patience) {
        this.random = random;
        this.atOnce = permits;
        this.permits = new Semaphore(permits, true);
        this.mostWaiting = mostWaiting;
        this.patience = patience;
        this.threads = Executors.newFixedThreadPool(
                permits, Thread.ofPlatform().daemon().name("argon2-", 1).factory());
    }

    /**
     * Hashes until the compiler has seen enough. In a young JVM a hash takes ten times as long; a replica that registered
     * before would refuse log-ins, and take the processor from the one beside it.
     */
    public Argon2Passwords warmedUp() {
        for (var i = 0; i < WARM_UP; i++) {
            ARGON2.encode("warm-up".getBytes(StandardCharsets.US_ASCII), new byte[SALT_BYTES]);
        }
        return this;
    }

    /** @throws ProblemException 503 when too many hashes are asked for */
    @Override
    public PasswordHash hash(Password password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return inTurn(() -> new PasswordHash(ARGON2.encode(bytes(password), salt)));
    }

    /** @throws ProblemException 503 when too many hashes are asked for */
    @Override
    public boolean matches(Password password, PasswordHash hash) {
        return inTurn(() -> Argon2id.matches(bytes(password), hash.reveal()));
    }

    /** @throws ProblemException 503 when too many hashes are asked for */
    @Override
    public void requireRoom() {
        if (permits.availablePermits() > 0) {
            return;
        }
        var waiting = permits.getQueueLength();
        if (waiting >= mostWaiting || time.of(waiting).dividedBy(atOnce).compareTo(patience()) > 0) {
            throw overloaded();
        }
    }

    private <T> T inTurn(Callable<T> work) {
        try {
            requireRoom();
            if (!permits.tryAcquire(patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw overloaded();
            }
            try {
                return timed(work);
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Argon2 failed", e.getCause());
        }
    }

    private <T> T timed(Callable<T> work) throws InterruptedException, ExecutionException {
        var begun = System.nanoTime();
        var result = threads.submit(work).get();
        time.took(Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    private Duration patience() {
        var spare = time.spare(Deadline.current(patience).remaining());
        return spare.compareTo(patience) < 0 ? spare : patience;
    }

    private static ProblemException overloaded() {
        return Problem.unavailable("overloaded", "Too many log-ins at once; try again.")
                .asException();
    }

    private static byte[] bytes(Password password) {
        return password.reveal().getBytes(StandardCharsets.UTF_8);
    }
}
