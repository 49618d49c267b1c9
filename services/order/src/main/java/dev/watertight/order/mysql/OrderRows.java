package dev.watertight.order.mysql;

import com.google.errorprone.annotations.CompileTimeConstant;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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

    /**
     * Writes down that the order moved on from {@code from}.
     *
     * @return false when it is not there any more, or was priced meanwhile
     */
    boolean move(Session session, Order moved, OrderStatus from) throws SQLException {
        var total = moved.total();
        var refunded = moved.refunded();
        return session.update(
                        """
                        UPDATE orders SET status = ?, reason = ?, refunded = ?, settled_at = ?
                        WHERE id = ? AND status = ? AND total <=> ?
                        """,
                        moved.status(),
                        moved.reason(),
                        refunded == null ? null : refunded.amount(),
                        moved.settledAt(),
                        moved.id(),
                        from,
                        total == null ? null : total.amount())
                == 1;
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
        return read(session, """
                        SELECT o.id, customer_id, status, reason, payment_method, expected_total, expected_currency, total,
                          refunded, placed_at, settled_at, product_id, quantity, name, unit_price
                        FROM orders o JOIN order_lines l ON l.order_id = o.id
                        WHERE o.id = ? ORDER BY l.line
                        """, orderId).stream().findFirst();
    }

    List<Order> list(Session session, UUID customerId, @Nullable UUID after, int limit) throws SQLException {
        return read(session, """
                SELECT o.id, customer_id, status, reason, payment_method, expected_total, expected_currency, total,
                  refunded, placed_at, settled_at, product_id, quantity, name, unit_price
                FROM (SELECT id FROM orders WHERE customer_id = ? AND (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?) page
                JOIN orders o ON o.id = page.id
                JOIN order_lines l ON l.order_id = o.id
                ORDER BY o.id DESC, l.line
                """, customerId, after, after, limit);
    }

    /** The first orders after {@code position} that were placed by {@code until}. */
    List<Order> page(Session session, UUID position, Instant until, int limit) throws SQLException {
        return read(session, """
                SELECT o.id, customer_id, status, reason, payment_method, expected_total, expected_currency, total,
                  refunded, placed_at, settled_at, product_id, quantity, name, unit_price
                FROM (SELECT id FROM orders WHERE id > ? AND placed_at <= ? ORDER BY id LIMIT ?) page
                JOIN orders o ON o.id = page.id
                JOIN order_lines l ON l.order_id = o.id
                ORDER BY o.id, l.line
                """, position, until, limit);
    }

    /** Some of the orders that differ from the books of others, a different choice each time. */
    List<Order> suspects(Session session, int limit) throws SQLException {
        return read(session, """
                SELECT o.id, customer_id, status, reason, payment_method, expected_total, expected_currency, total,
                  refunded, placed_at, settled_at, product_id, quantity, name, unit_price
                FROM (SELECT order_id FROM mismatches ORDER BY RAND() LIMIT ?) m
                JOIN orders o ON o.id = m.order_id
                JOIN order_lines l ON l.order_id = o.id
                ORDER BY o.id, l.line
                """, limit);
    }

    /** Reads rows of an order and one of its lines each; an order's rows stand together. */
    private List<Order> read(Session session, @CompileTimeConstant String sql, @Nullable Object... parameters)
            throws SQLException {
        var heads = new LinkedHashMap<UUID, Function<List<OrderLine>, Order>>();
        var lines = new HashMap<UUID, List<OrderLine>>();
        session.query(
                sql,
                row -> {
                    var id = row.uuid("id");
                    if (!heads.containsKey(id)) {
                        heads.put(id, head(row));
                    }
                    return lines.computeIfAbsent(id, _ -> new ArrayList<>()).add(line(row));
                },
                parameters);
        return heads.entrySet().stream()
                .map(head -> head.getValue().apply(lines.getOrDefault(head.getKey(), List.of())))
                .toList();
    }

    private Function<List<OrderLine>, Order> head(Row row) throws SQLException {
        var id = row.uuid("id");
        var customerId = row.uuid("customer_id");
        var status = OrderStatus.valueOf(row.text("status"));
        var reason = row.nullableText("reason");
        var rejection = reason == null ? null : Rejection.valueOf(reason);
        var method = row.text("payment_method");
        var expected = row.nullableNumber("expected_total");
        var expectedTotal = expected == null ? null : new Money(expected, row.text("expected_currency"));
        var total = money(row.nullableNumber("total"));
        var refunded = money(row.nullableNumber("refunded"));
        var placedAt = row.instant("placed_at");
        var settledAt = row.nullableInstant("settled_at");
        return orderLines -> new Order(
                id,
                customerId,
                status,
                rejection,
                orderLines,
                method,
                expectedTotal,
                total,
                refunded,
                placedAt,
                settledAt);
    }

    private OrderLine line(Row row) throws SQLException {
        return new OrderLine(
                row.uuid("product_id"),
                row.integer("quantity"),
                row.nullableText("name"),
                money(row.nullableNumber("unit_price")));
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
