package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input through the edge: the right problem, nothing stored, nothing internal told. */
final class BadInputTest {
    /** Of what is refused before it is routed, as a body that is too long. */
    private static final String NO_TRACE = "0".repeat(32);

    private static final String LINE = "{'productId':'019aa000-0000-7000-8000-000000000001','quantity':1}";

    private final Http edge = new Http(Addresses.edge());
    private final Customer customer = Customer.register();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    422 | {'lines':[LINE],'paymentMethod':'tok_approve','extra':1}
                    422 | {'lines':'x','paymentMethod':'tok_approve'}
                    422 | {'lines':[{'productId':'019aa000-0000-7000-8000-000000000001','quantity':0}],'paymentMethod':'t'}
                    422 | {'lines':[{'productId':'019aa000-0000-7000-8000-000000000001','quantity':-1}],'paymentMethod':'t'}
                    422 | {'lines':[{'productId':'019aa000-0000-7000-8000-000000000001','quantity':1000000000}],'paymentMethod':'t'}
                    422 | {'lines':[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]],'paymentMethod':'t'}
                    400 | {'lines':[LINE
                    """)
    void refusesABadOrder(int status, String body) {
        var reply = keyed().post("/orders", body.replace("LINE", LINE).replace('\'', '"'));
        assertProblem(reply, status);
        assertThat(customer.http().get("/orders").json().required("items")).isEmpty();
    }

    @Test
    void refusesABodyOver64KiB() {
        var body = "{\"paymentMethod\":\"" + "x".repeat(70_000) + "\"}";
        // Who is refused while still sending may see a reset instead of the answer.
        await().ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertProblem(keyed().post("/orders", body), 413));
    }

    @Test
    void refusesAnOrderWithoutAKey() {
        assertProblem(customer.http().post("/orders", "{}"), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/1, 404",
        "/orders/019aa000-0000-7000-8000-000000000001, 404",
        "/products/x, 404",
        "/products/019aa000-0000-7000-8000-000000000009, 404",
        "/payments/x, 404",
        "/nowhere, 404",
        "/products/../products, 404",
        "/reservations, 404",
        "/charges, 404"
    })
    void findsNothing(String path, int status) {
        assertProblem(customer.http().get(path), status);
    }

    @ParameterizedTest
    @CsvSource({"/orders", "/users/me", "/payments/019aa000-0000-7000-8000-000000000001"})
    void refusesABadToken(String path) {
        assertProblem(edge.get(path), 401);
        assertProblem(edge.bearer("a.b.c").get(path), 401);
    }

    @Test
    void rejectsAnOrderOfAnUnknownProduct() {
        var body = Customer.orderOf("019aa000-0000-7000-8000-00000000ffff", 1, "tok_approve");
        var reply = keyed().post("/orders", body);
        var order = customer.settled(reply.header("Location"));
        assertThat(order.path("status").asText()).isEqualTo("rejected");
        assertThat(order.path("reason").asText()).isEqualTo("unknown-product");
    }

    private Http keyed() {
        return customer.http().with("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static void assertProblem(Http.Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        var trace = reply.header("X-Trace-Id");
        assertThat(reply.json().path("instance").asText())
                .isEqualTo("urn:watertight:trace:" + (trace.isEmpty() ? NO_TRACE : trace));
        assertThat(reply.body()).doesNotContain("Exception", "dev.watertight", "SELECT", "java.");
    }
}
