package dev.watertight.order.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.order.domain.Orders;
import dev.watertight.order.domain.Reconciliation;
import dev.watertight.order.domain.ReconciliationContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlReconciliationTest extends ReconciliationContract {
    private final Telemetry telemetry = TestTelemetry.create();
    private final Database database = new Database(TestDatabase.migrated(), telemetry);

    @Override
    protected Orders orders() {
        return new MySqlOrders(database, "EUR");
    }

    @Override
    protected Reconciliation reconciliation() {
        return new MySqlReconciliation(database, "EUR");
    }

    @AfterEach
    void empty() {
        database.transaction(session -> {
            TestDatabase.clear(session, "orders", "order_lines", "idempotency_keys", "settlement_work", "mismatches");
            return session.update("UPDATE reconciliation SET due_at = '2026-01-01', position = ?", new UUID(0, 0));
        });
    }

    @AfterAll
    void close() {
        database.close();
        telemetry.close();
    }
}
