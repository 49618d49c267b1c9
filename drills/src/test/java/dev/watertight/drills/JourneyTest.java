package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One order from login to confirmed, through the edge. */
final class JourneyTest {
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
}
