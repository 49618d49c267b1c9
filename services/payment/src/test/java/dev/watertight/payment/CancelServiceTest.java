package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.payment.domain.AtOnce;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Order gets from Payment when an order is cancelled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CancelServiceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private RunningPayment payment;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        payment = new RunningPayment(stateDir);
    }

    @BeforeEach
    void healthy() {
        payment.acquirer.away(false);
    }

    @AfterAll
    void stop() {
        payment.close();
    }

    @Test
    void givesBackWhatIsLeftOnce() {
        var orderId = payment.charged("tok_approve");
        payment.refund(orderId, "part", 500);
        var reply = payment.cancel(orderId);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("refunded");
        assertThat(reply.json().path("orderId").asText()).isEqualTo(orderId.toString());
        assertThat(reply.json().at("/refunded/amount").asLong()).isEqualTo(1999);
        assertThat(payment.cancel(orderId).body()).isEqualTo(reply.body());
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(1999);
        assertThat(payment.status(orderId)).isEqualTo("cancelled");
        assertBalanced();
    }

    @Test
    void answersALateChargeOfATombstoneWithoutAskingTheAcquirer() {
        var orderId = UUID.randomUUID();
        var cancelled = payment.cancel(orderId);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().at("/refunded/amount").asLong()).isZero();
        var late = payment.charge(orderId, "tok_approve");
        assertThat(late.status()).isEqualTo(201);
        assertThat(late.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(late.json().has("reason")).isFalse();
        assertThat(payment.acquirer.hasTaken(orderId.toString())).isFalse();
        assertThat(payment.internal.get("/charges/" + orderId).body()).isEqualTo(late.body());
    }

    @Test
    void answersEveryLaterChargeThatItIsCancelled() {
        var orderId = payment.charged("tok_approve");
        payment.cancel(orderId);
        assertThat(payment.charge(orderId, "tok_approve").json().path("status").asText())
                .isEqualTo("cancelled");
        assertThat(payment.charge(orderId, "tok_decline").json().path("status").asText())
                .isEqualTo("cancelled");
    }

    @Test
    void givesBackAPendingChargeWhenItTurnsOutToBeTaken() {
        payment.acquirer.away(true);
        var orderId = payment.charged("tok_approve");
        var reply = payment.cancel(orderId);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("refunding");
        assertThat(payment.charge(orderId, "tok_approve").status()).isEqualTo(201);
        payment.acquirer.away(false);
        await().atMost(SOON).until(() -> payment.cancel(orderId).status() == 200);
        assertThat(payment.cancel(orderId).json().at("/refunded/amount").asLong())
                .isEqualTo(payment.acquirer.given(orderId.toString()));
        assertBalanced();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_refund_lost_answer", "tok_refund_error_once"})
    void findsOutByItselfWhatGotLost(String token) {
        var orderId = payment.charged(token);
        assertThat(payment.cancel(orderId).status()).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> payment.internal
                                .get("/charges/" + orderId)
                                .json()
                                .at("/refunded/amount")
                                .asLong()
                        == 1999);
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(1999);
        assertThat(payment.cancel(orderId).status()).isEqualTo(200);
    }

    @Test
    void givesBackNothingOfADeclinedCharge() {
        var orderId = payment.charged("tok_decline");
        assertThat(payment.cancel(orderId).json().at("/refunded/amount").asLong())
                .isZero();
        assertThat(payment.status(orderId)).isEqualTo("cancelled");
    }

    @Test
    void givesBackAllOnceWhileSupportRefundsAtOnce() {
        var orderId = payment.charged("tok_approve");
        AtOnce.all(16, i -> () -> i % 4 == 0 ? payment.cancel(orderId) : payment.refund(orderId, "race-" + i, 100));
        await().atMost(SOON).until(() -> payment.cancel(orderId).status() == 200);
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(1999);
        assertBalanced();
    }

    /** Charge and cancellation of one order, many copies of each at once: in the end nothing is kept. */
    @Test
    void keepsNothingOfAnOrderThatIsChargedAndCancelledAtOnce() {
        for (var token : new String[] {"tok_approve", "tok_lost_answer", "tok_error_once", "tok_refund_lost_answer"}) {
            var orderId = UUID.randomUUID();
            AtOnce.all(8, i -> () -> i % 2 == 0 ? payment.charge(orderId, token) : payment.cancel(orderId));
            await().atMost(SOON).until(() -> payment.cancel(orderId).status() == 200);
            assertThat(payment.acquirer.given(orderId.toString()))
                    .isEqualTo(payment.acquirer.hasTaken(orderId.toString()) ? 1999 : 0);
        }
        assertBalanced();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reason\":\"changed my mind\"}",
                "{\"customerId\":\"1\",\"reason\":\"changed my mind\"}",
                "{\"customerId\":\"019aa000-0000-7000-8000-000000000001\"}",
                "{\"customerId\":\"019aa000-0000-7000-8000-000000000001\",\"reason\":\"\"}"
            })
    void refusesACancellationWithoutWhoOrWhy(String body) {
        var orderId = UUID.randomUUID();
        assertThat(payment.internal
                        .post("/charges/" + orderId + "/refund", body)
                        .status())
                .isEqualTo(422);
        assertThat(payment.internal.get("/charges/" + orderId).status()).isEqualTo(404);
    }

    @Test
    void takesNoCancellationFromThePublic() {
        assertThat(payment.support()
                        .post("/charges/" + UUID.randomUUID() + "/refund", "{}")
                        .status())
                .isEqualTo(404);
    }

    /** The ledger says what the acquirer says, and every movement sums to zero. */
    private void assertBalanced() {
        assertThat(payment.number("SELECT COUNT(*) AS n FROM (SELECT movement_id FROM ledger_entries"
                        + " GROUP BY movement_id, currency HAVING SUM(amount) <> 0 OR COUNT(*) <> 2) AS crooked"))
                .isZero();
        assertThat(
                        payment.number(
                                "SELECT COALESCE(SUM(e.amount), 0) AS n FROM ledger_entries e JOIN payments p"
                                        + " ON p.id = e.payment_id WHERE e.account = 'CUSTOMER_PAYMENTS' AND p.cancelled_at IS NOT NULL"
                                        + " AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = p.order_id AND r.status = 'PENDING')"))
                .isZero();
    }
}
