package dev.watertight.product;

import dev.watertight.product.domain.ReservationJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;

/** Makes metrics of what happens to reservations. */
final class ProductTelemetry implements ReservationJournal {
    private final MeterRegistry meters;

    /** Every outcome is there from the start, at 0: a rate cannot see a counter that begins at 1. */
    ProductTelemetry(MeterRegistry meters) {
        this.meters = meters;
        Arrays.stream(Event.values()).forEach(event -> counter(meters, event));
    }

    @Override
    public void happened(Event event, int times) {
        counter(meters, event).increment(times);
    }

    private static Counter counter(MeterRegistry meters, Event event) {
        return meters.counter("products.reservations", "outcome", event.name().toLowerCase(Locale.ROOT));
    }
}
