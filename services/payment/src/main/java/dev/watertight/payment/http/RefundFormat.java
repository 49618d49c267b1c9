package dev.watertight.payment.http;

import dev.watertight.chassis.http.Json;
import dev.watertight.payment.domain.AnswerFormat;
import dev.watertight.payment.domain.Refund;

/** The body that answers a refund, as JSON. */
public final class RefundFormat implements AnswerFormat {
    @Override
    public String render(Refund refund) {
        return Json.text(RefundView.of(refund));
    }
}
