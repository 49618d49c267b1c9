package dev.watertight.payment;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.payment.domain.Acquirer.RefundAnswer;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentJournal;
import dev.watertight.payment.domain.PaymentStatus;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Refund;
import io.micrometer.core.instrument.Counter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Locale;

/** Makes metrics and spans of what happens to charges and refunds. */
final class PaymentTelemetry implements PaymentJournal {
    private static final Logger LOG = System.getLogger(PaymentTelemetry.class.getName());
    private static final AttributeKey<String> ORDER_ID = AttributeKey.stringKey("order.id");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("payment.status");

    private final Telemetry telemetry;

    PaymentTelemetry(Telemetry telemetry) {
        this.telemetry = telemetry;
        // All of them from the start: a rate over a series that begins at 1 misses its first event.
        Arrays.stream(PaymentStatus.values()).forEach(this::counter);
        Arrays.stream(RefundAnswer.values()).forEach(this::counter);
    }

    @Override
    public String origin() {
        return telemetry.traceparent();
    }

    @Override
    public void asked(Payment payment) {
        Span.current()
                .setAttribute(ORDER_ID, payment.orderId().toString())
                .setAttribute(STATUS, outcome(payment.status()));
        counter(payment.status()).increment();
    }

    @Override
    public void asked(Refund refund, RefundAnswer answer) {
        Span.current().setAttribute(ORDER_ID, refund.orderId().toString());
        counter(answer).increment();
    }

    @Override
    public void contradicted(Refund refund) {
        LOG.log(
                Level.WARNING,
                "the acquirer refuses refund {0} of order {1}, which our books allow",
                refund.id(),
                refund.orderId());
    }

    @Override
    public void resume(Payments.Work work, Runnable completing) {
        var span = telemetry
                .tracer()
                .spanBuilder("complete payment")
                .setNoParent()
                .addLink(telemetry.spanOf(work.origin()))
                .setAttribute(ORDER_ID, work.payment().orderId().toString())
                .setAttribute("payment.attempt", work.attempt())
                .startSpan();
        try (var _ = span.makeCurrent()) {
            completing.run();
        } catch (RuntimeException e) {
            Telemetry.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    private Counter counter(PaymentStatus status) {
        return telemetry.meters().counter("payments.charges", "outcome", outcome(status));
    }

    private Counter counter(RefundAnswer answer) {
        var outcome = switch (answer) {
            case GRANTED -> "refunded";
            case REFUSED -> "refused";
            case NOTHING -> "unknown";
        };
        return telemetry.meters().counter("payments.refunds", "outcome", outcome);
    }

    private static String outcome(PaymentStatus status) {
        return status == PaymentStatus.PENDING ? "unknown" : status.name().toLowerCase(Locale.ROOT);
    }
}
