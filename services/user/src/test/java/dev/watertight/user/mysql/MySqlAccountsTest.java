package dev.watertight.user.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.user.domain.Accounts;
import dev.watertight.user.domain.AccountsContract;
import dev.watertight.user.domain.Email;
import dev.watertight.user.domain.Sessions.Exchange;
import dev.watertight.user.domain.User;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlAccountsTest extends AccountsContract {
    private static final int AT_ONCE = 8;

    private final Telemetry telemetry = TestTelemetry.create();
    private final Database database = new Database(TestDatabase.migrated(), telemetry);

    @Override
    protected Accounts accounts() {
        return new Accounts(new MySqlUsers(database), new MySqlSessions(database));
    }

    @AfterEach
    void empty() {
        database.transaction(session -> {
            TestDatabase.clear(session, "users", "user_roles", "sessions", "refresh_tokens");
            return true;
        });
    }

    @AfterAll
    void close() {
        database.close();
        telemetry.close();
    }

    @Test
    void failsRatherThanStoreSomethingElse() {
        var finer = new User(UUID.randomUUID(), new Email("fine@example.com"), "Ada", Set.of(), NOW.plusNanos(1));
        assertThatThrownBy(() -> users().register(finer, HASH)).isInstanceOf(IllegalStateException.class);
        assertThat(count("SELECT COUNT(*) AS n FROM users")).isZero();
    }

    @Test
    void takesAnIdThatIsGivenTwiceForAFailureNotForATakenEmail() {
        var ada = registered();
        var other = new User(ada.id(), new Email("other@example.com"), "Other", Set.of(), NOW);
        assertThatThrownBy(() -> users().register(other, HASH)).isInstanceOf(IllegalStateException.class);
        assertThat(users().find(ada.id())).contains(ada);
    }

    @Test
    void readsTheRolesThatWereGranted() {
        var ada = registered();
        database.transaction(session -> session.update(
                "INSERT INTO user_roles (user_id, role) VALUES (?, 'support'), (?, 'merchandiser')",
                ada.id(),
                ada.id()));
        assertThat(users().find(ada.id()).orElseThrow().roles()).containsExactly("customer", "merchandiser", "support");
    }

    @Test
    void storesOfARefreshTokenOnlyItsHash() {
        var token = token();
        opened(registered(), token);
        var stored = database.transaction(session ->
                session.query("SELECT LOWER(HEX(token_hash)) AS hash FROM refresh_tokens", row -> row.text("hash")));
        assertThat(stored).containsExactly(token.fingerprint());
    }

    @Test
    void leavesNoTokenOfASessionThatIsOver() {
        var ada = registered();
        var first = token();
        var ended = opened(ada, first);
        sessions().exchange(first, token(), NOW);
        sessions().end(ended.id());
        opened(ada, token());
        users().changePassword(ada.id(), HASH, HASH, UUID.randomUUID());
        assertThat(count("SELECT COUNT(*) AS n FROM refresh_tokens")).isZero();
        assertThat(count("SELECT COUNT(*) AS n FROM sessions")).isZero();
    }

    @Test
    void registersAnEmailOnceWhenItIsAskedForAtTheSameTime() throws InterruptedException, ExecutionException {
        var email = new Email("race@example.com");
        Callable<Boolean> registration =
                () -> users().register(new User(UUID.randomUUID(), email, "Ada", Set.of(), NOW), HASH);
        assertThat(atOnce(registration)).containsOnlyOnce(true);
    }

    @Test
    void grantsOneGenerationToATokenThatComesSeveralTimesAtOnce() throws InterruptedException, ExecutionException {
        var first = token();
        var session = opened(registered(), first);
        Callable<Exchange> exchange = () -> sessions().exchange(first, token(), NOW);
        assertThat(atOnce(exchange)).containsOnly(new Exchange.Granted(session.rotated(NOW)));
    }

    private static <T> List<T> atOnce(Callable<T> work) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var results = new java.util.ArrayList<T>();
            for (var future : threads.invokeAll(Collections.nCopies(AT_ONCE, work))) {
                results.add(future.get());
            }
            return results;
        }
    }

    private long count(@CompileTimeConstant String sql) {
        return database.transaction(
                session -> session.first(sql, row -> row.number("n")).orElseThrow());
    }
}
