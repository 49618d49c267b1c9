package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input where money and goods move, through the edge: the right problem, and the books stay as they were. */
final class MoneyInputTest {
    /** The dearest unit there is, in minor units: 50 lines of 999 of them are far from what a long holds. */
    private static final long MAX_PRICE = 1_000_000_000;

    private final Customer customer = Customer.register();

    @ParameterizedTest
    @ValueSource(ints = {0, 256, 300})
    void refusesAnEmptyAndAnOverlongKey(int length) {
        var reply = customer.order("k".repeat(length), "tok_approve", 1);
        assertRefused(reply, 400, "idempotency-key-required");
        assertThat(orders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {51, 200})
    void refusesMoreThanFiftyLines(int count) {
        var lines = Stream.generate(() -> line(UUID.randomUUID().toString()))
                .limit(count)
                .collect(Collectors.joining(","));
        assertInvalid(place(lines), "/lines");
        assertThat(orders()).isEmpty();
    }

    @Test
    void refusesAProductTwice() {
        var line = line(customer.anyProduct());
        assertInvalid(place(line + "," + line), "/lines/1/productId");
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
        var support = Customer.withRole("support");
        assertThat(refund(support, order, 1).status()).isBetween(201, 202);
        assertRefused(refund(support, order, total), 422, "refund-exceeds-charge");
        assertThat(payment(order).required("refunds")).hasSize(1);
    }

    @Test
    void refusesToRefundWhatWasNeverTaken() {
        var order = settled("tok_decline");
        assertRefused(refund(Customer.withRole("support"), order, 1), 409, "not-refundable");
        assertThat(payment(order).required("refunds")).isEmpty();
    }

    @Test
    void refusesARefundToWhoIsNotSupport() {
        var order = settled("tok_approve");
        assertRefused(refund(customer, order, 1), 403, "forbidden");
        assertThat(payment(order).required("refunds")).isEmpty();
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

    @ParameterizedTest
    @ValueSource(longs = {MAX_PRICE + 1, Long.MAX_VALUE})
    void refusesAPriceThatCouldOverflowATotal(long price) {
        var reply = Customer.withRole("merchandiser").http().post("/products", """
                {"sku":"%s","name":"Dear","category":"drill","price":{"amount":%d,"currency":"EUR"}}""".formatted(UUID.randomUUID(), price));
        assertInvalid(reply, "/price/amount");
    }

    private JsonNode settled(String paymentMethod) {
        return customer.settled(customer.order(paymentMethod).header("Location"));
    }

    private JsonNode orders() {
        return customer.http().get("/orders").json().required("items");
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

    private static String line(String product) {
        return "{\"productId\":\"%s\",\"quantity\":1}".formatted(product);
    }

    private static String path(JsonNode order) {
        return "/orders/" + order.path("id").asText();
    }

    private static void assertRefused(Http.Reply reply, int status, String problem) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
    }

    private static void assertInvalid(Http.Reply reply, String pointer) {
        assertRefused(reply, 422, "invalid-request");
        assertThat(reply.json().required("errors"))
                .extracting(error -> error.path("pointer").asText())
                .containsExactly(pointer);
    }
}
