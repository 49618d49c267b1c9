package dev.watertight.order.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.OrderLine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as its customer sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderView(
        UUID id,
        String status,
        @Nullable String reason,
        List<LineView> lines,
        @Nullable MoneyJson total,
        @Nullable MoneyJson refunded,
        Instant placedAt,
        @Nullable Instant settledAt) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineView(
            UUID productId,
            int quantity,
            @Nullable String name,
            @Nullable MoneyJson unitPrice) {
        static LineView of(OrderLine line) {
            var price = line.unitPrice();
            return new LineView(
                    line.productId(), line.quantity(), line.name(), price == null ? null : MoneyJson.of(price));
        }
    }

    static OrderView of(Order order) {
        var reason = order.reason();
        var total = order.total();
        var refunded = order.refunded();
        return new OrderView(
                order.id(),
                word(order.status()),
                reason == null ? null : word(reason),
                order.lines().stream().map(LineView::of).toList(),
                total == null ? null : MoneyJson.of(total),
                refunded == null ? null : MoneyJson.of(refunded),
                order.placedAt(),
                order.settledAt());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
