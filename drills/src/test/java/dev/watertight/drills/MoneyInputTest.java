package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input where money and goods move, through the edge: the right problem, and the books stay as they were. */
final class MoneyInputTest {
    private final Customer customer = Customer.register();

    @ParameterizedTest
    @ValueSource(ints = {0, 300})
    void refusesAKeyOfSuchLength(int length) {
        var reply = customer.order("k".repeat(length), "tok_approve", 1);
        assertRefused(reply, 400, "idempotency-key-required");
        assertThat(orders()).isEmpty();
    }

    @Test
    void refusesTooManyLines() {
        var lines = IntStream.range(0, 200)
                .mapToObj(i -> line(new UUID(0x0190_0000_0000_7000L, Long.MIN_VALUE + i)))
                .collect(Collectors.joining(","));
        assertRefused(place(lines), 422, "invalid-request");
        assertThat(orders()).isEmpty();
    }

    @Test
    void refusesAProductTwice() {
        var line = line(UUID.fromString(customer.anyProduct()));
        assertRefused(place(line + "," + line), 422, "invalid-request");
        assertThat(orders()).isEmpty();
    }

    @Test
    void takesTheSameKeyOfTwoCustomersForTwoOrders() {
        var other = Customer.register();
        var one = customer.order("shared", "tok_approve", 1).header("Location");
        var another = other.order("shared", "tok_approve", 1).header("Location");
        assertThat(another).isNotEqualTo(one);
        assertThat(other.http().get(one).status()).isEqualTo(404);
    }

    @Test
    void refusesToRefundMoreThanIsLeft() {
        var order = settled("tok_approve");
        var total = order.at("/total/amount").asLong();
        var support = withRole("support");
        assertThat(refund(support, order, 1).status()).isBetween(201, 202);
        assertRefused(refund(support, order, total), 422, "refund-exceeds-charge");
        assertThat(payment(order).path("refunds")).hasSize(1);
    }

    @Test
    void refusesToRefundWhatWasNeverTaken() {
        var order = settled("tok_decline");
        assertRefused(refund(withRole("support"), order, 1), 409, "not-refundable");
        assertThat(payment(order).path("refunds")).isEmpty();
    }

    @Test
    void refusesARefundToWhoIsNotSupport() {
        assertRefused(refund(customer, settled("tok_approve"), 1), 403, "forbidden");
    }

    @Test
    void refusesToCancelARejectedOrder() {
        var path = path(settled("tok_decline"));
        assertRefused(customer.http().post(path + "/cancellation", ""), 409, "not-cancellable");
        assertThat(customer.http().get(path).json().path("status").asText()).isEqualTo("rejected");
    }

    @Test
    void answersASecondCancellationAsTheFirst() {
        var path = path(settled("tok_approve")) + "/cancellation";
        var first = customer.http().post(path, "");
        var second = customer.http().post(path, "");
        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void refusesAPriceThatCouldOverflowATotal() {
        var reply = withRole("merchandiser").http().post("/products", """
                {"sku":"DRILL-DEAR","name":"Dear","category":"drill","price":{"amount":9223372036854775807,"currency":"EUR"}}""");
        assertRefused(reply, 422, "invalid-request");
    }

    private static Customer withRole(String role) {
        var somebody = Customer.register();
        Operator.watertight("grant", somebody.id(), role);
        return somebody.renewed().orElseThrow();
    }

    private JsonNode settled(String paymentMethod) {
        return customer.settled(customer.order(paymentMethod).header("Location"));
    }

    private JsonNode orders() {
        return customer.http().get("/orders").json().path("items");
    }

    private JsonNode payment(JsonNode order) {
        var found = customer.http()
                .get("/payments?orderId=" + order.path("id").asText())
                .json();
        var id = found.at("/items/0/id").asText();
        return customer.http().get("/payments/" + id).json();
    }

    private Http.Reply refund(Customer who, JsonNode order, long amount) {
        var path = "/payments/" + payment(order).path("id").asText() + "/refunds";
        var body = "{\"amount\":{\"amount\":%d,\"currency\":\"EUR\"},\"reason\":\"came broken\"}".formatted(amount);
        return who.http().with("Idempotency-Key", UUID.randomUUID().toString()).post(path, body);
    }

    private Http.Reply place(String lines) {
        return customer.http()
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .post("/orders", "{\"lines\":[%s],\"paymentMethod\":\"tok_approve\"}".formatted(lines));
    }

    private static String line(UUID product) {
        return "{\"productId\":\"%s\",\"quantity\":1}".formatted(product);
    }

    private static String path(JsonNode order) {
        return "/orders/" + order.path("id").asText();
    }

    private static void assertRefused(Http.Reply reply, int status, String problem) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }
}
