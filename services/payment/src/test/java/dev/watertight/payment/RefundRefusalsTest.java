package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused to whoever wants money back, and moves nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefundRefusalsTest {
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
    void refusesAKeyThatCameWithAnotherRefund() {
        var orderId = payment.charged("tok_approve");
        payment.refund(orderId, "reused", 500);
        assertThat(payment.refund(orderId, "reused", 501).problem()).isEqualTo("idempotency-key-reused");
        assertThat(payment.refund(payment.charged("tok_approve"), "reused", 500).problem())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void refusesMoreThanIsLeft() {
        var orderId = payment.charged("tok_approve");
        assertRefused(payment.refund(orderId, "more", 2000), 422, "refund-exceeds-charge");
        assertRefused(payment.refund(orderId, "most", Long.MAX_VALUE), 422, "refund-exceeds-charge");
        assertThat(payment.refund(orderId, "more", 1999).status()).isEqualTo(201);
        assertRefused(payment.refund(orderId, "one", 1), 422, "refund-exceeds-charge");
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(1999);
    }

    @Test
    void refusesWhereNothingWasTaken() {
        assertRefused(payment.refund(payment.charged("tok_decline"), "declined", 1), 409, "not-refundable");
    }

    @Test
    void saysThatAPendingPaymentIsNotDecidedYet() {
        payment.acquirer.away(true);
        var reply = payment.refund(payment.charged("tok_approve"), "pending", 1);
        assertRefused(reply, 409, "not-refundable");
        assertThat(reply.json().path("detail").asText()).contains("not decided yet");
    }

    private static List<List<String>> refusedBodies() {
        var good = RunningPayment.refundBody(1);
        return List.of(
                List.of("422", "/amount/amount", RunningPayment.refundBody(0)),
                List.of("422", "/amount/amount", RunningPayment.refundBody(-1)),
                List.of("422", "/amount/amount", good.replace(":1,", ":1.5,")),
                List.of("422", "/amount/amount", good.replace(":1,", ":\"1\",")),
                List.of("422", "/amount/amount", good.replace(":1,", ":9223372036854775808,")),
                List.of("422", "/amount/currency", good.replace("EUR", "CHF")),
                List.of("422", "/amount", "{\"reason\":\"came broken\"}"),
                List.of("422", "/reason", good.replace("came broken", " ")),
                List.of("422", "/reason", good.replace("came broken", "r".repeat(201))),
                List.of("422", "/reason", good.replace("came broken", "came\\u0000broken")),
                List.of("422", "/reason", good.replace("came broken", "came\\nbroken")),
                List.of("422", "/reason", good.replace("came broken", "came\\ud800broken")),
                List.of("422", "/reason", good.replace("\"came broken\"", "7")),
                List.of("422", "/surprise", good.replaceFirst("\\{", "{\"surprise\":1,")),
                List.of("400", "", good + "x"),
                List.of("413", "", good.replace("came broken", "r".repeat(70_000))));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesABadRefund(List<String> row) {
        var orderId = payment.charged("tok_approve");
        var reply = payment.support().with("Idempotency-Key", "bad").post(path(orderId), row.get(2));
        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(row.getFirst()));
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(payment.acquirer.given(orderId.toString())).isZero();
    }

    @Test
    void takesAReasonOf200Characters() {
        var body = RunningPayment.refundBody(1).replace("came broken", "ü".repeat(200));
        var reply = payment.support().with("Idempotency-Key", "long").post(path(payment.charged("tok_approve")), body);
        assertThat(reply.json().path("reason").asText()).isEqualTo("ü".repeat(200));
    }

    @Test
    void takesAReasonWithAnyCharacter() {
        var body = RunningPayment.refundBody(1).replace("came broken", "zerbrochen \\ud83d\\ude22");
        var reply = payment.support().with("Idempotency-Key", "any").post(path(payment.charged("tok_approve")), body);
        assertThat(reply.json().path("reason").asText()).isEqualTo("zerbrochen 😢");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "two words"})
    void refusesAKeyThatIsNone(String key) {
        assertRefused(payment.refund(payment.charged("tok_approve"), key, 1), 400, "idempotency-key-required");
    }

    @Test
    void refusesALongKeyAndAnAbsentOne() {
        var orderId = payment.charged("tok_approve");
        assertRefused(payment.refund(orderId, "k".repeat(300), 1), 400, "idempotency-key-required");
        assertThat(payment.refund(orderId, "k".repeat(255), 1).status()).isEqualTo(201);
        var absent = payment.support().post(path(orderId), RunningPayment.refundBody(1));
        assertRefused(absent, 400, "idempotency-key-required");
    }

    @Test
    void letsNobodyButSupport() {
        var orderId = payment.charged("tok_approve");
        for (var caller : List.of(
                payment.caller(),
                payment.http.bearer(payment.tokens.of(UUID.randomUUID(), "customer", "merchandiser")))) {
            var keyed = caller.with("Idempotency-Key", "role");
            assertRefused(keyed.post(path(orderId), RunningPayment.refundBody(1)), 403, "forbidden");
            assertRefused(
                    keyed.post("/payments/" + UUID.randomUUID() + "/refunds", RunningPayment.refundBody(1)),
                    403,
                    "forbidden");
        }
        assertThat(payment.http.post(path(orderId), "{}").status()).isEqualTo(401);
    }

    @Test
    void findsNoPaymentThatIsNotThere() {
        var keyed = payment.support().with("Idempotency-Key", "absent");
        for (var id : List.of(UUID.randomUUID().toString(), "1-1-1-1-1", "x")) {
            var reply = keyed.post("/payments/" + id + "/refunds", RunningPayment.refundBody(1));
            assertRefused(reply, 404, "not-found");
        }
    }

    private static void assertRefused(Http.Reply reply, int status, String problem) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }

    private String path(UUID orderId) {
        return "/payments/" + payment.paymentId(orderId) + "/refunds";
    }
}
