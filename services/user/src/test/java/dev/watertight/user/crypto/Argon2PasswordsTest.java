package dev.watertight.user.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.user.domain.Password;
import dev.watertight.user.domain.PasswordHash;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class Argon2PasswordsTest {
    private static final int WHO_MAY_WAIT = 8;
    private static final Password PASSWORD = new Password("correct hörse");

    private final Argon2Passwords passwords = passwords(Duration.ofSeconds(10));

    @Test
    void knowsAPasswordByItsHash() {
        var hash = passwords.hash(PASSWORD);
        assertThat(passwords.matches(PASSWORD, hash)).isTrue();
        assertThat(passwords.matches(new Password("correct horse"), hash)).isFalse();
    }

    @Test
    void hashesByArgon2idWith19MiBAndTwoPasses() {
        assertThat(passwords.hash(PASSWORD).reveal()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void saltsEveryHash() {
        assertThat(passwords.hash(PASSWORD)).isNotEqualTo(passwords.hash(PASSWORD));
    }

    /** Made by the reference implementation: {@code argon2 somesalt -id -t 2 -k 65536 -p 1}. */
    @Test
    void understandsAnotherCostAndAnotherProgram() {
        var hash = new PasswordHash(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(passwords.matches(new Password("password"), hash)).isTrue();
        assertThat(passwords.matches(new Password("passwore"), hash)).isFalse();
    }

    @Test
    void tellsWhoWouldWaitTooLongToComeBack() throws InterruptedException {
        var busy = passwords(Duration.ofMillis(1));
        assertThat(atOnce(WHO_MAY_WAIT, busy)).contains("hashed", "503 overloaded 1");
        assertThat(outcome(busy)).isEqualTo("hashed");
    }

    @Test
    void tellsACrowdToComeBackAtOnce() throws InterruptedException {
        assertThat(atOnce(8 * WHO_MAY_WAIT, passwords)).contains("hashed", "503 overloaded 1");
    }

    @Test
    void hashesWhereNobodyMayWait() {
        assertThat(outcome(new Argon2Passwords(new SecureRandom(), 1, 0, Duration.ofSeconds(10))))
                .isEqualTo("hashed");
    }

    @Test
    void letsEverybodyHaveATurnWhoCanWait() throws InterruptedException {
        assertThat(atOnce(WHO_MAY_WAIT, passwords)).containsOnly("hashed");
    }

    @Test
    void waitsNoLongerThanTheRequestMayTake() throws InterruptedException {
        var outcomes = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newFixedThreadPool(WHO_MAY_WAIT)) {
            threads.invokeAll(Collections.nCopies(
                    WHO_MAY_WAIT,
                    () -> outcomes.add(Deadline.in(Duration.ofMillis(1)).call(() -> outcome(passwords)))));
        }
        assertThat(outcomes).contains("503 overloaded 1");
    }

    @Test
    void givesTheTurnBackAfterAHashThatCannotBeRead() {
        assertThatThrownBy(() -> passwords.matches(PASSWORD, new PasswordHash("$argon2id$broken")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(outcome(passwords)).isEqualTo("hashed");
    }

    private static Queue<String> atOnce(int count, Argon2Passwords passwords) throws InterruptedException {
        var outcomes = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newFixedThreadPool(count)) {
            threads.invokeAll(Collections.nCopies(count, () -> outcomes.add(outcome(passwords))));
        }
        assertThat(outcomes).hasSize(count);
        return outcomes;
    }

    private static String outcome(Argon2Passwords passwords) {
        try {
            passwords.hash(PASSWORD);
            return "hashed";
        } catch (ProblemException e) {
            var problem = e.problem();
            return problem.status() + " " + problem.slug() + " " + problem.retryAfter();
        }
    }

    private static Argon2Passwords passwords(Duration patience) {
        return new Argon2Passwords(new SecureRandom(), 1, WHO_MAY_WAIT, patience);
    }
}
