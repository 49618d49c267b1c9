package dev.watertight.order.http;

import dev.watertight.chassis.http.Json;
import dev.watertight.order.domain.AnswerFormat;
import dev.watertight.order.domain.Order;

/** The body that answers an order, as JSON. */
public final class OrderFormat implements AnswerFormat {
    @Override
    public String render(Order order) {
        return Json.text(OrderView.of(order));
    }
}
