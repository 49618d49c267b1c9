package dev.watertight.drills.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The least an order can cost: the statements of the Order service, transaction by transaction, in a loop over one
 * connection of bare JDBC. A process of its own, told by its input how many orders of which kind to write.
 */
public final class SqlLoop {
    private static final String DIGEST = "0".repeat(64);
    private static final String BODY = "{\"status\":\"confirmed\",\"lines\":[" + "x".repeat(250) + "]}";
    private static final byte[] LAMP = BareJdbc.bytes(UUID.fromString("019aa000-0000-7000-8000-000000000001"));

    private final Connection connection;

    private SqlLoop(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        try (var connection = BareJdbc.connection();
                var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var loop = new SqlLoop(connection);
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                var words = line.split(" ", 2);
                var orders = Integer.parseInt(words[1]);
                if (words[0].equals("confirm")) {
                    loop.confirm(orders);
                } else {
                    loop.accept(orders);
                }
                System.out.println("done");
            }
        }
    }

    private void confirm(int orders) throws SQLException {
        for (var i = 0; i < orders; i++) {
            var order = BareJdbc.bytes(UUID.randomUUID());
            var customer = BareJdbc.bytes(UUID.randomUUID());
            place(order, customer);
            find(order);
            price(order);
            settle(order);
            recordAnswer(customer);
        }
    }

    private void accept(int orders) throws SQLException {
        for (var i = 0; i < orders; i++) {
            var order = BareJdbc.bytes(UUID.randomUUID());
            var customer = BareJdbc.bytes(UUID.randomUUID());
            place(order, customer);
            find(order);
            recordAnswer(customer);
            postpone(order);
        }
    }

    private void place(byte[] order, byte[] customer) throws SQLException {
        update("""
                INSERT INTO idempotency_keys (customer_id, idempotency_key, fingerprint, order_id, created_at)
                VALUES (?, ?, ?, ?, ?)
                """, customer, "key", DIGEST, order, now());
        update("""
                INSERT INTO orders
                  (id, customer_id, status, payment_method, currency, expected_total, expected_currency, placed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, order, customer, "PENDING", "tok_approve", "EUR", null, null, now());
        update("INSERT INTO order_lines (order_id, line, product_id, quantity) VALUES (?, ?, ?, ?)", order, 0, LAMP, 1);
        update("""
                INSERT INTO settlement_work (order_id, due_at, attempt, lease_owner, origin)
                VALUES (?, ?, 0, ?, ?)
                """, order, now().plusHours(1), "loop", "0".repeat(55));
        connection.commit();
    }

    private void find(byte[] order) throws SQLException {
        query("""
                SELECT o.id, customer_id, status, reason, payment_method, expected_total, expected_currency, total,
                  refunded, placed_at, settled_at, product_id, quantity, name, unit_price
                FROM orders o JOIN order_lines l ON l.order_id = o.id
                WHERE o.id = ? ORDER BY l.line
                """, order);
        connection.commit();
    }

    private void price(byte[] order) throws SQLException {
        update("UPDATE orders SET total = ? WHERE id = ? AND status = 'PENDING'", 999, order);
        update(
                "UPDATE order_lines SET name = ?, unit_price = ? WHERE order_id = ? AND line = ?",
                "Lamp",
                999,
                order,
                0);
        connection.commit();
    }

    private void settle(byte[] order) throws SQLException {
        update("""
                UPDATE orders SET status = ?, reason = ?, refunded = ?, settled_at = ?
                WHERE id = ? AND status = ? AND total <=> ?
                """, "CONFIRMED", null, null, now(), order, "PENDING", 999);
        update("""
                UPDATE idempotency_keys SET answer_settled = ?, answer_body = ?
                WHERE order_id = ? AND answer_body IS NULL
                """, true, BODY, order);
        update("DELETE FROM settlement_work WHERE order_id = ?", order);
        connection.commit();
    }

    private void recordAnswer(byte[] customer) throws SQLException {
        update("""
                UPDATE idempotency_keys SET answer_settled = ?, answer_body = ?
                WHERE customer_id = ? AND idempotency_key = ? AND answer_body IS NULL
                """, false, BODY, customer, "key");
        query("""
                SELECT answer_settled, answer_body FROM idempotency_keys
                WHERE customer_id = ? AND idempotency_key = ? AND answer_body IS NOT NULL
                """, customer, "key");
        connection.commit();
    }

    private void postpone(byte[] order) throws SQLException {
        update("""
                UPDATE settlement_work SET due_at = ?, attempt = ?, lease_owner = NULL
                WHERE order_id = ?
                """, now().plusHours(1), 1, order);
        connection.commit();
    }

    private void update(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = BareJdbc.prepare(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private void query(String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = BareJdbc.prepare(connection, sql, parameters);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    rows.getObject(column);
                }
            }
        }
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC);
    }
}
