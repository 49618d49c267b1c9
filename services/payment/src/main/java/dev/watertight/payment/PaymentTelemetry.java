package dev.watertight.payment;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.payment.domain.ChargeJournal;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.PaymentStatus;
import dev.watertight.payment.domain.Payments;
import io.micrometer.core.instrument.Counter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Arrays;
import java.util.Locale;

/** Makes metrics and spans of what happens to charges. */
final class PaymentTelemetry implements ChargeJournal {
    private static final AttributeKey<String> ORDER_ID = AttributeKey.stringKey("order.id");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("payment.status");

    private final Telemetry telemetry;

    PaymentTelemetry(Telemetry telemetry) {
        this.telemetry = telemetry;
        // All of them from the start: a rate over a series that begins at 1 misses its first event.
        Arrays.stream(PaymentStatus.values()).forEach(this::counter);
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
    public void resume(Payments.Work work, Runnable charging) {
        var span = telemetry
                .tracer()
                .spanBuilder("decide charge")
                .setNoParent()
                .addLink(telemetry.spanOf(work.origin()))
                .setAttribute(ORDER_ID, work.payment().orderId().toString())
                .setAttribute("charge.attempt", work.attempt())
                .startSpan();
        try (var _ = span.makeCurrent()) {
            charging.run();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR).recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private Counter counter(PaymentStatus status) {
        return telemetry.meters().counter("payments.charges", "outcome", outcome(status));
    }

    private static String outcome(PaymentStatus status) {
        return status == PaymentStatus.PENDING ? "unknown" : status.name().toLowerCase(Locale.ROOT);
    }
}
