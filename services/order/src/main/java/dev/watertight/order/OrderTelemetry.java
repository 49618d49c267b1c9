package dev.watertight.order;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.OrderStatus;
import dev.watertight.order.domain.Orders;
import dev.watertight.order.domain.Reconciliation;
import dev.watertight.order.domain.Rejection;
import dev.watertight.order.domain.SettlementJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes metrics and spans of what happens to orders. */
final class OrderTelemetry implements SettlementJournal {
    private static final Logger LOG = System.getLogger(OrderTelemetry.class.getName());
    private static final AttributeKey<String> ORDER_ID = AttributeKey.stringKey("order.id");

    private final Telemetry telemetry;
    private final Tracer tracer;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter placed;
    private volatile @Nullable Instant oldestPending;
    private volatile int mismatches;

    OrderTelemetry(Telemetry telemetry, Clock clock) {
        this.telemetry = telemetry;
        this.tracer = telemetry.tracer();
        this.meters = telemetry.meters();
        this.clock = clock;
        this.placed = meters.counter("orders.placed");
        // From the start at 0: a rate over a series that begins with its first event does not see that event.
        settledAs(OrderStatus.CONFIRMED, null);
        settledAs(OrderStatus.CANCELLED, null);
        for (var reason : Rejection.values()) {
            settledAs(OrderStatus.REJECTED, reason);
        }
        Gauge.builder("order.reconciliation.mismatches", () -> mismatches).register(meters);
        Gauge.builder("settlement.oldest.pending", this::oldestPendingSeconds)
                .baseUnit("seconds")
                .register(meters);
    }

    /** Looks how long the oldest pending order has waited, and how many orders differ from what other services have. */
    boolean measure(Orders orders, Reconciliation reconciliation) {
        oldestPending = orders.oldestPending().orElse(null);
        mismatches = reconciliation.mismatches();
        return false;
    }

    /** Goes on growing while the database cannot be asked. */
    private double oldestPendingSeconds() {
        var since = oldestPending;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1e3;
    }

    @Override
    public String origin() {
        return telemetry.traceparent();
    }

    @Override
    public void placed(Order order) {
        Span.current().setAttribute(ORDER_ID, order.id().toString());
        placed.increment();
    }

    @Override
    public void differs(Order order, Reconciliation.Mismatch mismatch) {
        LOG.log(
                Level.WARNING,
                "reconciliation mismatch: order {0} is {1}, its {2} disagrees",
                order.id(),
                lower(order.status()),
                lower(mismatch));
    }

    @Override
    public void settled(Order order) {
        settledAs(order.status(), order.reason()).increment();
    }

    private Counter settledAs(OrderStatus outcome, @Nullable Rejection reason) {
        return meters.counter(
                "orders.settled", "outcome", lower(outcome), "reason", reason == null ? "" : lower(reason));
    }

    @Override
    public <T> T step(String name, UUID orderId, Supplier<T> step) {
        var span = tracer.spanBuilder("settle " + name)
                .setAttribute(ORDER_ID, orderId.toString())
                .startSpan();
        var start = System.nanoTime();
        var outcome = "failed";
        try (var _ = span.makeCurrent()) {
            var result = step.get();
            outcome = outcome(result);
            return result;
        } catch (RuntimeException e) {
            Telemetry.fail(span, e);
            throw e;
        } finally {
            span.setAttribute("settlement.outcome", outcome);
            timer(name, outcome).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            span.end();
        }
    }

    @Override
    public void resume(Orders.Work work, Runnable settlement) {
        var span = tracer.spanBuilder("settle order")
                .setNoParent()
                .addLink(telemetry.spanOf(work.origin()))
                .setAttribute(ORDER_ID, work.orderId().toString())
                .setAttribute("settlement.attempt", work.attempt())
                .startSpan();
        try (var _ = span.makeCurrent()) {
            settlement.run();
        } catch (RuntimeException e) {
            Telemetry.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    private Timer timer(String step, String outcome) {
        return meters.timer("settlement.step.duration", "step", step, "outcome", outcome);
    }

    /** Results are few and named: the record's or the constant's name is a bounded label. */
    private static <T> String outcome(T result) {
        return switch (result) {
            case Enum<?> constant -> lower(constant);
            case Boolean done -> done ? "done" : "no_answer";
            default -> snake(result.getClass().getSimpleName());
        };
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
