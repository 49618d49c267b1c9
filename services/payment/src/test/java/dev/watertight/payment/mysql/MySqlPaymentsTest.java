package dev.watertight.payment.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.payment.domain.Account;
import dev.watertight.payment.domain.Movement;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.PaymentsContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MySqlPaymentsTest extends PaymentsContract {
    private final Telemetry telemetry = TestTelemetry.create();
    private final Database database = new Database(TestDatabase.migrated(), telemetry);

    @Override
    protected Payments payments() {
        return new MySqlPayments(database);
    }

    @Override
    protected List<Movement.Entry> booked() {
        return database.transaction(session -> session.query(
                "SELECT account, amount FROM ledger_entries",
                row -> new Movement.Entry(Account.valueOf(row.text("account")), row.number("amount"))));
    }

    @AfterEach
    void empty() {
        database.transaction(session -> {
            for (var table : List.of("payments", "ledger_entries", "charge_work")) {
                session.update("DELETE FROM " + table);
            }
            return true;
        });
    }

    @AfterAll
    void close() {
        database.close();
        telemetry.close();
    }
}
