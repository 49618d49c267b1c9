package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Acquirer.RefundAnswer;
import java.util.ArrayList;
import java.util.List;

/** Remembers what happened to payments. */
final class FakeJournal implements PaymentJournal {
    final List<PaymentStatus> asked = new ArrayList<>();
    final List<RefundAnswer> refunded = new ArrayList<>();
    final List<Refund> contradicted = new ArrayList<>();
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
    public void asked(Refund refund, RefundAnswer answer) {
        refunded.add(answer);
    }

    @Override
    public void contradicted(Refund refund) {
        contradicted.add(refund);
    }

    @Override
    public void resume(Payments.Work work, Runnable completing) {
        resumed.add(work);
        completing.run();
    }
}
