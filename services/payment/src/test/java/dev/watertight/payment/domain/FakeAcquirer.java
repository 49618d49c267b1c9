package dev.watertight.payment.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** An acquirer whose next answers a test decides, and which remembers what it was asked. */
class FakeAcquirer implements Acquirer {
    final List<String> asked = new ArrayList<>();
    private final Deque<Answer> charges = new ArrayDeque<>();
    private final Deque<Answer> finds = new ArrayDeque<>();
    private final Deque<RefundAnswer> refunds = new ArrayDeque<>();

    FakeAcquirer answersCharge(Answer answer) {
        charges.add(answer);
        return this;
    }

    FakeAcquirer answersFind(Answer answer) {
        finds.add(answer);
        return this;
    }

    FakeAcquirer answersRefund(RefundAnswer answer) {
        refunds.add(answer);
        return this;
    }

    @Override
    public Answer charge(Payment.Charge charge) {
        asked.add("charge");
        return charges.isEmpty() ? new Answer.Nothing() : charges.remove();
    }

    @Override
    public Answer find(UUID orderId) {
        asked.add("find");
        return finds.isEmpty() ? new Answer.Nothing() : finds.remove();
    }

    @Override
    public RefundAnswer refund(Refund refund) {
        asked.add("refund " + refund.amount().amount() + " " + refund.id());
        return refunds.isEmpty() ? RefundAnswer.NOTHING : refunds.remove();
    }
}
