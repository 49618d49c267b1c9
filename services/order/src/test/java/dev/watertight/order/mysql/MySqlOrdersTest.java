package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.order.domain.Orders;
import dev.watertight.order.domain.OrdersContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlOrdersTest extends OrdersContract {
    private final Telemetry telemetry = TestTelemetry.create();
    private final Database database = new Database(TestDatabase.migrated(), telemetry);

    @Override
    protected Orders orders() {
        return new MySqlOrders(database, "EUR");
    }

    @AfterEach
    void empty() {
        database.transaction(session -> {
            TestDatabase.clear(session, "orders", "order_lines", "idempotency_keys", "settlement_work");
            return true;
        });
    }

    @AfterAll
    void close() {
        database.close();
        telemetry.close();
    }
}
