package dev.watertight.payment.domain;

/** Renders a refund into the answer that is recorded with it. */
@FunctionalInterface
public interface AnswerFormat {
    String render(Refund refund);
}
