package dev.watertight.order.domain;

/** Renders an order into the answer its customer gets, which is recorded with it. */
@FunctionalInterface
public interface AnswerFormat {
    String render(Order order);
}
