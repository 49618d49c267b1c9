package dev.watertight.payment;

import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.payment.domain.Mismatch;
import dev.watertight.payment.domain.Reconciliation;
import dev.watertight.payment.domain.ReconciliationJournal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes metrics and log events of the comparison with the acquirer. */
final class ReconciliationTelemetry implements ReconciliationJournal {
    private static final Logger LOG = System.getLogger(ReconciliationTelemetry.class.getName());

    private final Counter compared;
    private final AtomicLong mismatches = new AtomicLong();

    ReconciliationTelemetry(Telemetry telemetry) {
        this.compared = telemetry.meters().counter("payment.reconciliation.compared");
        Gauge.builder("payment.reconciliation.mismatches", mismatches, AtomicLong::get)
                .register(telemetry.meters());
    }

    /** Every replica shows what any of them found: it is in the database. */
    boolean measure(Reconciliation reconciliation) {
        mismatches.set(reconciliation.mismatches());
        return false;
    }

    @Override
    public void compared() {
        compared.increment();
    }

    @Override
    public void mismatch(UUID orderId, Mismatch kind) {
        var word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        LOG.log(Level.WARNING, "reconciliation mismatch: order {0}, {1}", orderId, word);
    }
}
