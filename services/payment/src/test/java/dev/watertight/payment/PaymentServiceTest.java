package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What customers and support read, and what is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PaymentServiceTest {
    private final UUID orderId = UUID.randomUUID();
    private RunningPayment payment;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        payment = new RunningPayment(stateDir);
        payment.charge(orderId, "tok_canary");
    }

    @AfterAll
    void stop() {
        payment.close();
    }

    @Test
    void showsThePaymentOfOnesOwnOrder() {
        var found = payment.caller().get("/payments?orderId=" + orderId);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().path("items")).hasSize(1);
        var item = found.json().at("/items/0");
        assertThat(item.path("status").asText()).isEqualTo("approved");
        assertThat(item.at("/amount/amount").asLong()).isEqualTo(1999);
        assertThat(payment.caller().get("/payments/" + item.path("id").asText()).json())
                .isEqualTo(item);
        assertThat(found.body()).doesNotContain("canary");
    }

    @Test
    void showsSupportThePaymentsOfAll() {
        var support = payment.http.bearer(payment.tokens.of(UUID.randomUUID(), "customer", "support"));
        var found = support.get("/payments?orderId=" + orderId).json().path("items");
        assertThat(found).hasSize(1);
        assertThat(support.get("/payments/" + id()).status()).isEqualTo(200);
    }

    @Test
    void showsAnothersPaymentAsLittleAsAnAbsentOne() {
        var stranger = payment.http.bearer(payment.tokens.of(UUID.randomUUID(), "customer", "merchandiser"));
        assertThat(stranger.get("/payments?orderId=" + orderId).json().path("items"))
                .isEmpty();
        assertThat(payment.caller()
                        .get("/payments?orderId=" + UUID.randomUUID())
                        .json()
                        .path("items"))
                .isEmpty();
        var foreign = stranger.get("/payments/" + id());
        var absent = payment.caller().get("/payments/" + UUID.randomUUID());
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(absent.status()).isEqualTo(404);
        assertThat(foreign.json().path("detail")).isEqualTo(absent.json().path("detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/payments", "/payments?orderId=", "/payments?orderId=1-1-1-1-1", "/payments?order=x"})
    void refusesToSearchWithoutAnOrder(String path) {
        var reply = payment.caller().get(path);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("?orderId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/payments/1", "/payments/1-1-1-1-1", "/payments/x/y", "/charges"})
    void findsNothingUnderWhatIsNoId(String path) {
        assertThat(payment.caller().get(path).status()).isEqualTo(404);
    }

    @Test
    void takesNoChargeFromThePublic() {
        assertThat(payment.caller()
                        .post("/charges", payment.body(UUID.randomUUID(), 1, "tok_approve"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesWhoBringsNoTokenOrABadOne() {
        var expired = payment.tokens.sign(payment.tokens
                .claims(payment.customer)
                .expirationTime(Date.from(Instant.EPOCH))
                .build());
        for (var caller : List.of(
                payment.http,
                payment.http.bearer("x.y.z"),
                payment.http.bearer(expired),
                payment.http.bearer(new TestTokens().of(payment.customer)))) {
            for (var path : List.of("/payments?orderId=" + orderId, "/payments/" + id(), "/payments")) {
                assertThat(caller.get(path).status()).isEqualTo(401);
            }
        }
    }

    private static List<List<String>> refusedBodies() {
        var id = "019aa000-0000-7000-8000-000000000001";
        var good = """
                {"orderId":"%s","customerId":"%s","amount":{"amount":1,"currency":"EUR"},"paymentMethod":"tok_approve"}
                """.formatted(id, id);
        return List.of(
                List.of("422", "/orderId", good.replaceFirst(id, "1")),
                List.of("422", "/orderId", good.replace("\"orderId\"", "\"order\"")),
                List.of("422", "/customerId", good.replace("\"customerId\"", "\"customer\"")),
                List.of("422", "/amount/amount", good.replace(":1,", ":-1,")),
                List.of("422", "/amount/amount", good.replace(":1,", ":1.5,")),
                List.of("422", "/amount/amount", good.replace(":1,", ":\"1\",")),
                List.of("422", "/amount/currency", good.replace("EUR", "CHF")),
                List.of("422", "/amount", good.replace("\"amount\":{", "\"sum\":{")),
                List.of("422", "/paymentMethod", good.replace("tok_approve", "")),
                List.of("422", "/paymentMethod", good.replace("tok_approve", "tok approve")),
                List.of("422", "/paymentMethod", good.replace("tok_approve", "t".repeat(65))),
                List.of("400", "", good + "x"),
                List.of("422", "", "[".repeat(500) + "]".repeat(500)),
                List.of("400", "", "{\"orderId\":"),
                List.of("413", "", good.replace("tok_approve", "t".repeat(70_000))));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesABadCharge(List<String> row) {
        var reply = payment.internal.post("/charges", row.get(2));
        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(row.getFirst()));
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(payment.number("SELECT COUNT(*) AS n FROM payments")).isEqualTo(1);
    }

    @Test
    void refusesAChargeThatIsNotJson() {
        assertThat(payment.internal
                        .with("Content-Type", "text/xml")
                        .post("/charges", "<c/>")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void readsAChargeOfANewerCaller() {
        var body = payment.body(orderId, 1999, "tok_canary").replaceFirst("\\{", "{\"new\":\"field\",");
        assertThat(payment.internal.post("/charges", body).status()).isEqualTo(201);
    }

    @Test
    void namesTheMethodsOfAPath() {
        var reply = payment.caller().delete("/payments");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");
    }

    private String id() {
        return payment.internal
                .get("/charges/" + orderId)
                .json()
                .path("paymentId")
                .asText();
    }
}
