package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.order.domain.Money;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.OrderLine;
import dev.watertight.order.domain.OrderStatus;
import dev.watertight.order.domain.Orders.IdempotencyKey;
import dev.watertight.order.domain.Orders.RecordedAnswer;
import dev.watertight.order.domain.Rejection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Orders as rows, and back. */
final class OrderRows {
    private final String currency;

    OrderRows(String currency) {
        this.currency = currency;
    }

    void insert(Session session, Order order) throws SQLException {
        var expected = order.expectedTotal();
        session.update(
                """
                INSERT INTO orders
                  (id, customer_id, status, payment_method, currency, expected_total, expected_currency, placed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                order.id(),
                order.customerId(),
                order.status(),
                order.paymentMethod(),
                currency,
                expected == null ? null : expected.amount(),
                expected == null ? null : expected.currency(),
                order.placedAt());
        session.batch(
                "INSERT INTO order_lines (order_id, line, product_id, quantity) VALUES (?, ?, ?, ?)",
                lineRows(
                        order,
                        (number, line) -> Arrays.<@Nullable Object>asList(
                                order.id(), number, line.productId(), line.quantity())));
    }

    void priceLines(Session session, Order order) throws SQLException {
        session.batch(
                "UPDATE order_lines SET name = ?, unit_price = ? WHERE order_id = ? AND line = ?",
                lineRows(order, (number, line) -> {
                    var price = line.unitPrice();
                    return Arrays.asList(line.name(), price == null ? null : price.amount(), order.id(), number);
                }));
    }

    Optional<Order> find(Session session, UUID orderId) throws SQLException {
        return session.first("SELECT * FROM orders WHERE id = ?", row -> order(session, row), orderId);
    }

    List<Order> list(Session session, UUID customerId, @Nullable UUID after, int limit) throws SQLException {
        return session.query("""
                SELECT * FROM orders WHERE customer_id = ? AND (? IS NULL OR id < ?)
                ORDER BY id DESC LIMIT ?
                """, row -> order(session, row), customerId, after, after, limit);
    }

    private Order order(Session session, Row row) throws SQLException {
        var id = row.uuid("id");
        var reason = row.nullableText("reason");
        var expected = row.nullableNumber("expected_total");
        return new Order(
                id,
                row.uuid("customer_id"),
                OrderStatus.valueOf(row.text("status")),
                reason == null ? null : Rejection.valueOf(reason),
                lines(session, id),
                row.text("payment_method"),
                expected == null ? null : new Money(expected, row.text("expected_currency")),
                money(row.nullableNumber("total")),
                row.instant("placed_at"),
                row.nullableInstant("settled_at"));
    }

    private List<OrderLine> lines(Session session, UUID orderId) throws SQLException {
        return session.query(
                "SELECT product_id, quantity, name, unit_price FROM order_lines WHERE order_id = ? ORDER BY line",
                row -> new OrderLine(
                        row.uuid("product_id"),
                        row.integer("quantity"),
                        row.nullableText("name"),
                        money(row.nullableNumber("unit_price"))),
                orderId);
    }

    private @Nullable Money money(@Nullable Long amount) {
        return amount == null ? null : new Money(amount, currency);
    }

    static Optional<RecordedAnswer> answer(Session session, IdempotencyKey key) throws SQLException {
        return session.first(
                """
                SELECT answer_settled, answer_body FROM idempotency_keys
                WHERE customer_id = ? AND idempotency_key = ? AND answer_body IS NOT NULL
                """,
                row -> new RecordedAnswer(row.flag("answer_settled"), row.text("answer_body")),
                key.customerId(),
                key.key());
    }

    static @Nullable RecordedAnswer nullableAnswer(Row row) throws SQLException {
        var body = row.nullableText("answer_body");
        return body == null ? null : new RecordedAnswer(row.flag("answer_settled"), body);
    }

    private interface LineRow {
        List<@Nullable Object> of(int number, OrderLine line);
    }

    private static List<List<@Nullable Object>> lineRows(Order order, LineRow row) {
        return IntStream.range(0, order.lines().size())
                .mapToObj(number -> row.of(number, order.lines().get(number)))
                .toList();
    }
}
