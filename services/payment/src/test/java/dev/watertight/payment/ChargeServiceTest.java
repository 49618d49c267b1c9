package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.OpenApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Order gets from Payment, whatever the acquirer does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChargeServiceTest {
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
    void approves() {
        var orderId = UUID.randomUUID();
        var reply = payment.charge(orderId, "tok_approve");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("orderId").asText()).isEqualTo(orderId.toString());
        assertThat(reply.json().path("status").asText()).isEqualTo("approved");
        assertThat(payment.internal.get("/charges/" + orderId).body()).isEqualTo(reply.body());
    }

    @ParameterizedTest
    @CsvSource({"tok_decline, refused", "tok_broke, insufficient-funds"})
    void declinesWithAReason(String token, String reason) {
        var reply = payment.charge(UUID.randomUUID(), token);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("status").asText()).isEqualTo("declined");
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_lost_answer", "tok_error_once"})
    void findsOutInTheRequestWhatGotLost(String token) {
        var orderId = UUID.randomUUID();
        var before = payment.acquirer.taken();
        var reply = payment.charge(orderId, token);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("status").asText()).isEqualTo("approved");
        assertThat(payment.acquirer.hasTaken(orderId.toString())).isTrue();
        assertThat(payment.acquirer.taken() - before).isEqualTo(1999);
    }

    @Test
    void saysInTimeThatItDoesNotKnowAndFindsOutByItself() {
        var orderId = UUID.randomUUID();
        var reply = payment.internal
                .with("X-Request-Deadline-Ms", "400")
                .post("/charges", payment.body(orderId, 1999, "tok_slow"));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("unknown");
        assertThat(payment.status(orderId)).isEqualTo("unknown");
        payment.acquirer.hurryUp();
        await().atMost(SOON).until(() -> {
            payment.acquirer.hurryUp();
            return payment.status(orderId).equals("approved");
        });
        assertThat(payment.charge(orderId, "tok_slow").status()).isEqualTo(201);
    }

    @Test
    void convergesWhenTheAcquirerComesBack() {
        payment.acquirer.away(true);
        var orders = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        orders.forEach(orderId ->
                assertThat(payment.charge(orderId, "tok_approve").status()).isEqualTo(202));
        payment.acquirer.away(false);
        await().atMost(SOON)
                .until(() -> orders.stream()
                        .allMatch(orderId -> payment.status(orderId).equals("approved")));
        assertThat(payment.number("SELECT COUNT(*) AS n FROM charge_work w JOIN payments p ON p.order_id = w.order_id"
                        + " WHERE p.status <> 'PENDING'"))
                .isZero();
    }

    @Test
    void staysPendingWhenTheAcquirerRefusesTheRequest() {
        var orderId = UUID.randomUUID();
        var reply = payment.charge(orderId, "tok_refused");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.problem()).isEqualTo("internal-error");
        assertThat(payment.status(orderId)).isEqualTo("unknown");
    }

    @Test
    void refusesAnotherChargeOfTheSameOrder() {
        var orderId = UUID.randomUUID();
        payment.charge(orderId, "tok_approve");
        var reply = payment.internal.post("/charges", payment.body(orderId, 1, "tok_approve"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("charge-differs");
        assertThat(payment.status(orderId)).isEqualTo("approved");
    }

    /** Many orders, many copies of each at once, each with its mishap: the ledger is what the acquirer took. */
    @Test
    void takesAndBooksEachOrderOnceHoweverOftenItIsAsked() throws InterruptedException {
        var takenBefore = payment.acquirer.taken();
        var bookedBefore = receivable();
        var orders = new ArrayList<UUID>();
        var copies = new ArrayList<Callable<Integer>>();
        for (var token : List.of("tok_approve", "tok_decline", "tok_lost_answer", "tok_error_once")) {
            for (var i = 0; i < 6; i++) {
                var orderId = UUID.randomUUID();
                orders.add(orderId);
                for (var copy = 0; copy < 4; copy++) {
                    copies.add(() -> payment.charge(orderId, token).status());
                }
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var reply : threads.invokeAll(copies)) {
                assertThat(reply.resultNow()).isIn(201, 202, 503);
            }
        }
        await().atMost(SOON)
                .until(() -> orders.stream()
                        .noneMatch(orderId -> payment.status(orderId).equals("unknown")));
        assertThat(payment.acquirer.taken() - takenBefore).isEqualTo(18 * 1999);
        assertThat(receivable() - bookedBefore).isEqualTo(18 * 1999);
        assertThat(payment.number("SELECT COUNT(*) AS n FROM (SELECT movement_id FROM ledger_entries"
                        + " GROUP BY movement_id, currency HAVING SUM(amount) <> 0 OR COUNT(*) <> 2) AS crooked"))
                .isZero();
    }

    @Test
    void measuresWhatTheAcquirerSays() {
        payment.charge(UUID.randomUUID(), "tok_canary");
        var metrics =
                new Http(payment.service.http().adminPort()).get("/metrics").body();
        assertThat(metrics)
                .contains("payments_charges_total{outcome=\"approved\"}")
                .contains("payments_charges_total{outcome=\"declined\"}")
                .contains("payments_charges_total{outcome=\"unknown\"}")
                .contains("http_route=\"/charges\"")
                .doesNotContain("canary");
    }

    @Test
    void servesTheApiItDocuments() {
        assertThat(payment.http.get("/openapi.yaml").body()).contains("title: Payment");
        assertThat(payment.service.operations()).isEqualTo(OpenApi.operations());
    }

    private long receivable() {
        return payment.number(
                "SELECT COALESCE(SUM(amount), 0) AS n FROM ledger_entries WHERE account = 'ACQUIRER_RECEIVABLE'");
    }
}
