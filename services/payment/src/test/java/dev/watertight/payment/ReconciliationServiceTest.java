package dev.watertight.payment;

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

/** What operations see when our books and the acquirer's differ. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReconciliationServiceTest {
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
    void showsADifferenceAsAMetricUntilItIsMended() {
        var orderId = agedOrder("tok_approve");
        payment.refund(orderId, "part", 500);
        payment.acquirer.give(orderId.toString(), 100);
        await().atMost(SOON).until(() -> reconciled() && mismatches() == 1);
        assertThat(payment.number("SELECT COUNT(*) AS n FROM mismatches WHERE kind = 'REFUNDED'"))
                .isEqualTo(1);
        payment.acquirer.give(orderId.toString(), -100);
        await().atMost(SOON).until(() -> reconciled() && mismatches() == 0);
    }

    @Test
    void findsNothingWrongWithWhatIsRight() {
        agedOrder("tok_approve");
        agedOrder("tok_decline");
        payment.cancel(agedOrder("tok_approve"));
        var before = compared();
        await().atMost(SOON).until(() -> reconciled() && compared() >= before + 6);
        assertThat(payment.number("SELECT COUNT(*) AS n FROM mismatches")).isZero();
    }

    @Test
    void endsAPaymentWhoseWorkGotLost() {
        payment.acquirer.away(true);
        var orderId = agedOrder("tok_approve");
        payment.database.transaction(session -> session.update("DELETE FROM charge_work WHERE order_id = ?", orderId));
        payment.acquirer.away(false);
        await().atMost(SOON).until(() -> reconciled() && payment.status(orderId).equals("approved"));
    }

    /** An order of a minute ago; it is not looked at before. */
    private UUID agedOrder(String token) {
        var millis = System.currentTimeMillis() - 60_000;
        var orderId = new UUID(millis << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        payment.charge(orderId, token);
        payment.database.transaction(session -> session.update(
                "UPDATE payments SET created_at = created_at - INTERVAL 60 SECOND WHERE order_id = ?", orderId));
        return orderId;
    }

    /** Does not wait for its pauses. */
    private boolean reconciled() {
        return payment.database.transaction(
                        session -> session.update(
                                "UPDATE reconciliation SET due_at = '2026-01-01 00:00:00' WHERE due_at > NOW(6) - INTERVAL 1 DAY"))
                >= 0;
    }

    private double mismatches() {
        return metric("payment_reconciliation_mismatches ");
    }

    private double compared() {
        return metric("payment_reconciliation_compared_total ");
    }

    private double metric(String name) {
        return new Http(payment.service.http().adminPort())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }
}
