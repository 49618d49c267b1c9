package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.payment.domain.Account;
import dev.watertight.payment.domain.Movement;
import java.util.List;
import java.util.UUID;

/** A real database with Payment's tables. */
final class RealBooks implements AutoCloseable {
    private final Telemetry telemetry = TestTelemetry.create();
    final Database database = new Database(TestDatabase.migrated(), telemetry);

    List<Movement.Entry> booked() {
        return database.transaction(session -> session.query(
                "SELECT account, amount FROM ledger_entries",
                row -> new Movement.Entry(Account.valueOf(row.text("account")), row.number("amount"))));
    }

    void empty() {
        database.transaction(session -> {
            TestDatabase.clear(
                    session, "payments", "ledger_entries", "charge_work", "refunds", "refund_keys", "mismatches");
            session.update("UPDATE reconciliation SET position = ?, due_at = '2026-01-01 00:00:00'", new UUID(0, 0));
            return true;
        });
    }

    @Override
    public void close() {
        database.close();
        telemetry.close();
    }
}
