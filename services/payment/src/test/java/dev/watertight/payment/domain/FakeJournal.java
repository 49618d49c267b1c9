package dev.watertight.payment.domain;

import java.util.ArrayList;
import java.util.List;

/** Remembers what happened to charges. */
final class FakeJournal implements ChargeJournal {
    final List<PaymentStatus> asked = new ArrayList<>();
    final List<Payments.Work> resumed = new ArrayList<>();

    @Override
    public String origin() {
        return "origin";
    }

    @Override
    public void asked(Payment payment) {
        asked.add(payment.status());
    }

    @Override
    public void resume(Payments.Work work, Runnable charging) {
        resumed.add(work);
        charging.run();
    }
}
