package dev.watertight.chassis.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
    @Test
    void tellWhatIsWrongWithARowByItsCodes() {
        var refused = new SQLIntegrityConstraintViolationException(
                "Duplicate entry 'canary' for key 'email'", "23000", 1062, new IllegalStateException("canary"));
        assertThat(Failures.text(new IllegalStateException("outer", refused)))
                .contains("outer", "Caused by: " + refused.getClass().getName() + ": state 23000, error 1062\n\tat ")
                .doesNotContain("canary");
        assertThat(Failures.message(refused)).isEqualTo("state 23000, error 1062");
    }

    @Test
    void tellWhatIsWrongWithAConnection() {
        var cause = new SQLException("Communications link failure", "08S01");
        var failure = new SQLTransientConnectionException("not available", "08S01", 0, cause);
        assertThat(Failures.text(failure)).contains("not available", "Communications link failure");
    }

    @Test
    void tellWhatThePoolSays() {
        assertThat(Failures.message(new SQLTransientConnectionException("main is shutting down")))
                .isEqualTo("main is shutting down");
    }

    @Test
    void tellAnythingElseInItsOwnWords() {
        assertThat(Failures.text(new IllegalStateException("outer", new IllegalArgumentException("inner"))))
                .contains("IllegalStateException: outer", "Caused by: java.lang.IllegalArgumentException: inner");
    }

    @Test
    void endWithTheFourth() {
        var failure = new IllegalStateException("innermost");
        for (var i = 0; i < 10; i++) {
            failure = new IllegalStateException("around", failure);
        }
        assertThat(Failures.text(failure).split("Caused by", -1)).hasSize(4);
    }
}
