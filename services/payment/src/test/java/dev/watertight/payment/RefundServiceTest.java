package dev.watertight.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.Http;
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

/** How support gives money back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefundServiceTest {
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
    void givesBackAPart() {
        var orderId = payment.charged("tok_approve");
        var reply = payment.refund(orderId, "part", 500);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/payments/" + payment.paymentId(orderId));
        var refund = reply.json();
        assertThat(refund.path("status").asText()).isEqualTo("refunded");
        assertThat(refund.path("paymentId").asText()).isEqualTo(payment.paymentId(orderId));
        assertThat(refund.at("/amount/amount").asLong()).isEqualTo(500);
        assertThat(refund.path("reason").asText()).isEqualTo("came broken");
        assertThat(refund.path("decidedAt").asText())
                .isGreaterThanOrEqualTo(refund.path("createdAt").asText());
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(500);
        assertThat(refunded(orderId)).isEqualTo(500);
    }

    @Test
    void showsSupportWhoWantedItAndTheCustomerOnlyThatItWas() {
        var orderId = payment.charged("tok_approve");
        payment.refund(orderId, "shown", 500);
        var path = "/payments/" + payment.paymentId(orderId);
        var forSupport = payment.support().get(path).json();
        var forCustomer = payment.caller().get(path).json();
        assertThat(forSupport.at("/refunds/0/requestedBy").asText()).isEqualTo(payment.supporter.toString());
        assertThat(forCustomer.path("refunds")).hasSize(1);
        assertThat(forCustomer.at("/refunds/0/requestedBy").isMissingNode()).isTrue();
        assertThat(forCustomer.at("/refunded/amount").asLong()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_refund_lost_answer", "tok_refund_error_once"})
    void endsInTheBackgroundWhatGotLostAndGivesOnce(String token) {
        var orderId = payment.charged(token);
        var reply = payment.refund(orderId, token, 500);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("pending");
        await().atMost(SOON).until(() -> refunded(orderId) == 500);
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(500);
        assertThat(payment.refund(orderId, token, 500).body()).isEqualTo(reply.body());
        assertThat(payment.refund(orderId, token, 500).status()).isEqualTo(202);
        assertThat(workOf(orderId)).isZero();
    }

    @Test
    void staysPendingWhenTheAcquirerRefusesIt() {
        var orderId = payment.charged("tok_refund_refused");
        assertThat(payment.refund(orderId, "refused", 500).status()).isEqualTo(202);
        assertThat(refunded(orderId)).isZero();
        assertThat(payment.number("SELECT COUNT(*) AS n FROM refunds WHERE refused_at IS NOT NULL"))
                .isEqualTo(1);
        assertThat(workOf(orderId)).isEqualTo(1);
    }

    @Test
    void answersEveryCopyTheSame() {
        var orderId = payment.charged("tok_approve");
        var replies = AtOnce.all(32, _ -> () -> payment.refund(orderId, "copies", 500));
        assertThat(replies).extracting(Http.Reply::status).containsOnly(201);
        assertThat(replies)
                .extracting(Http.Reply::body)
                .containsOnly(replies.getFirst().body());
        assertThat(replies)
                .extracting(reply -> reply.header("Location"))
                .containsOnly(replies.getFirst().header("Location"));
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(500);
    }

    @Test
    void givesNoMoreThanItTookToManyAtOnce() {
        var orderId = payment.charged("tok_approve");
        var replies = AtOnce.all(32, i -> () -> payment.refund(orderId, "many-" + i, 300));
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(6);
        assertThat(replies.stream().filter(reply -> reply.status() == 422)).hasSize(26);
        assertThat(payment.acquirer.given(orderId.toString())).isEqualTo(1800);
        assertThat(refunded(orderId)).isEqualTo(1800);
    }

    @Test
    void takesTheSameKeyOfTwoUsersForTwoRefunds() {
        var orderId = payment.charged("tok_approve");
        payment.refund(orderId, "shared", 500);
        var other = payment.http.bearer(payment.tokens.of(UUID.randomUUID(), "support"));
        assertThat(other.with("Idempotency-Key", "shared")
                        .post(path(orderId), RunningPayment.refundBody(500))
                        .status())
                .isEqualTo(201);
        assertThat(refunded(orderId)).isEqualTo(1000);
    }

    private String path(UUID orderId) {
        return "/payments/" + payment.paymentId(orderId) + "/refunds";
    }

    private long refunded(UUID orderId) {
        return payment.internal
                .get("/charges/" + orderId)
                .json()
                .at("/refunded/amount")
                .asLong();
    }

    private long workOf(UUID orderId) {
        return payment.number("SELECT COUNT(*) AS n FROM charge_work WHERE order_id = ?", orderId);
    }
}
