package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One order from login to confirmed, through the edge, and the trace it leaves. */
final class JourneyTest {
    private static final Duration ARRIVAL = Duration.ofSeconds(20);

    private final Customer customer = Customer.register();

    @Test
    void confirmsAnOrderAndShowsItToItsCustomer() {
        var placed = customer.order("tok_approve");
        assertThat(placed.status()).isIn(201, 202);
        var order = customer.settled(placed.header("Location"));
        assertThat(order.path("status").asText()).isEqualTo("confirmed");
        assertThat(order.at("/lines/0/name").asText()).isNotBlank();
        var payments =
                customer.http().get("/payments?orderId=" + order.path("id").asText());
        assertThat(payments.json().at("/items/0/amount/amount").asLong())
                .isEqualTo(order.at("/total/amount").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "tok_decline, rejected",
        "tok_insufficient_funds, rejected",
        "tok_slow, confirmed",
        "tok_lost_answer, confirmed",
        "tok_error_once, confirmed"
    })
    void settlesWhateverTheAcquirerDoes(String paymentMethod, String status) {
        var placed = customer.order(paymentMethod);
        assertThat(placed.status()).as(placed.body()).isIn(201, 202);
        assertThat(customer.settled(placed.header("Location")).path("status").asText())
                .isEqualTo(status);
    }

    @Test
    void leavesOneTraceFromTheCustomerToTheDatabases() {
        var traceId = customer.order("tok_approve").header("X-Trace-Id");
        var traces = new Traces();
        await().atMost(ARRIVAL)
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(services(traces.spans(traceId)))
                        .contains("order", "product", "payment", "acquirer"));
        var spans = traces.spans(traceId);
        for (var service : List.of("order", "product", "payment")) {
            assertThat(spans)
                    .as("database spans of " + service)
                    .anyMatch(span ->
                            span.service().equals(service) && span.tags().has("db.system.name"));
        }
        assertThat(spans)
                .anyMatch(span -> span.service().equals("order") && span.name().equals("post /orders"));
    }

    @Test
    void leavesNoSpanWithoutItsParent() {
        var traceId = customer.order("tok_approve").header("X-Trace-Id");
        var traces = new Traces();
        await().atMost(ARRIVAL).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            var spans = traces.spans(traceId);
            var ids = spans.stream().map(Traces.Span::id).collect(Collectors.toSet());
            assertThat(services(spans)).contains("acquirer");
            assertThat(spans).allMatch(span -> span.parentId().isEmpty() || ids.contains(span.parentId()));
        });
    }

    private static List<String> services(List<Traces.Span> spans) {
        return spans.stream().map(Traces.Span::service).distinct().toList();
    }
}
