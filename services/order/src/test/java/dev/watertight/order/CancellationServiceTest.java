package dev.watertight.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What customers do with orders they do not want any more, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancellationServiceTest {
    private RunningOrder order;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        order = new RunningOrder(stateDir);
    }

    @BeforeEach
    void healthy() {
        order.neighbours.behave();
    }

    @AfterAll
    void stop() {
        order.close();
    }

    @Test
    void cancelsAConfirmedOrderAndTellsWhatWasRefunded() {
        var location = order.place("confirmed").header("Location");
        var reply = cancel(location);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo(location);
        assertThat(reply.json().path("status").asText()).isEqualTo("cancelling");
        awaitStatus(location, "cancelled");
        assertThat(order.caller().get(location).json().at("/refunded/amount").asLong())
                .isEqualTo(1998);
    }

    @Test
    void cancelsAnOrderWhosePaymentIsUnknownOnceItIsKnown() {
        order.neighbours.silence();
        var location = order.place("unknown").header("Location");
        assertThat(cancel(location).status()).isEqualTo(202);
        assertThat(status(location)).isEqualTo("cancelling");
        order.neighbours.behave();
        awaitStatus(location, "cancelled");
    }

    @Test
    void answersTheSameToTheByteHoweverOftenItIsAsked() {
        var location = order.place("twice").header("Location");
        var first = cancel(location);
        assertThat(cancel(location).body()).isEqualTo(first.body());
        awaitStatus(location, "cancelled");
        var last = cancel(location);
        assertThat(last.status()).isEqualTo(first.status());
        assertThat(last.body()).isEqualTo(first.body());
        assertThat(last.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void leavesTheAnswerOfTheKeyAsItWas() {
        var placed = order.place("replayed");
        cancel(placed.header("Location"));
        awaitStatus(placed.header("Location"), "cancelled");
        assertThat(order.place("replayed").body()).isEqualTo(placed.body());
    }

    @Test
    void hasNothingToCancelOfARejectedOrder() {
        order.neighbours.refuse("payment-declined");
        var reply = cancel(order.place("rejected").header("Location"));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("not-cancellable");
    }

    @Test
    void cancelsNobodyElsesOrder() {
        var location = order.place("foreign").header("Location");
        assertThat(order.stranger().post(location + "/cancellation", "").status())
                .isEqualTo(404);
        assertThat(order.http.post(location + "/cancellation", "").status()).isEqualTo(401);
        assertThat(status(location)).isEqualTo("confirmed");
    }

    @Test
    void findsNoOrderThatIsNotThere() {
        assertThat(cancel("/orders/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(cancel("/orders/1").status()).isEqualTo(404);
    }

    private Http.Reply cancel(String location) {
        return order.caller().post(location + "/cancellation", "");
    }

    private String status(String location) {
        return order.caller().get(location).json().path("status").asText();
    }

    private void awaitStatus(String location, String status) {
        await().atMost(Duration.ofSeconds(15)).until(() -> status(location).equals(status));
    }
}
