package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoAnswerTest {
    private static final Duration ALLOWED = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({
        "0,    1000, STALE",
        "101,  1000, STALE",
        "999,  1000, STALE",
        "1000, 1000, SILENT",
        "500,  500,  SILENT",
        "499,  499,  HURRIED",
        "1,    0,    HURRIED"
    })
    void judgesSilenceByTheTimeItTook(int passed, int allowed, NoAnswer expected) {
        var failure = failure(new SocketTimeoutException("Read timed out"));

        assertThat(NoAnswer.of(failure, Duration.ofMillis(passed), Duration.ofMillis(allowed)))
                .isEqualTo(expected);
    }

    @Test
    void knowsAnAnswerThatDripsForSilence() {
        assertThat(NoAnswer.of(failure(new InterruptedIOException("drip")), ALLOWED, ALLOWED))
                .isEqualTo(NoAnswer.SILENT);
    }

    @Test
    void knowsAConnectionThatTookTooLong() {
        assertThat(soon(new SocketTimeoutException("Connect timed out"))).isEqualTo(NoAnswer.UNREACHABLE);
    }

    @Test
    void knowsAConnectionThatWasRefused() {
        assertThat(soon(new ConnectException("Connection refused"))).isEqualTo(NoAnswer.BROKEN);
    }

    @Test
    void knowsAnAnswerThatIsTooLong() {
        assertThat(soon(new AnswerTooLongException(10))).isEqualTo(NoAnswer.TOO_LONG);
    }

    @Test
    void takesWhatItDoesNotKnowForBroken() {
        assertThat(NoAnswer.of(new IllegalStateException("no HTTP"), Duration.ZERO, ALLOWED))
                .isEqualTo(NoAnswer.BROKEN);
    }

    private static NoAnswer soon(IOException cause) {
        return NoAnswer.of(failure(cause), Duration.ofMillis(250), ALLOWED);
    }

    /** As the client throws it. */
    private static RuntimeException failure(IOException cause) {
        return new RemoteException("No answer from other", new UncheckedIOException(cause));
    }
}
