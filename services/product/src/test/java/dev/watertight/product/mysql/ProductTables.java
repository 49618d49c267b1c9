package dev.watertight.product.mysql;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestTelemetry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Product's tables on a real MariaDB, for one test class. */
final class ProductTables implements AutoCloseable {
    private final Telemetry telemetry = TestTelemetry.create();
    final Database database = new Database(TestDatabase.migrated(), telemetry);
    private final StockMovements movements = new StockMovements(UuidCreator::getTimeOrderedEpoch, Clock.systemUTC());
    final MySqlProducts products = new MySqlProducts(database, movements, "EUR");
    final MySqlReservations reservations = new MySqlReservations(database, movements, "EUR");

    void empty() {
        database.transaction(session -> {
            TestDatabase.clear(
                    session, "products", "product_words", "stock_movements", "reservations", "reservation_lines");
            return true;
        });
    }

    /** Any statement: its plan is asked for by what a test puts before it. */
    @SuppressWarnings("CompileTimeConstant")
    <T> List<T> query(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
        return database.transaction(session -> session.query(sql, mapper, parameters));
    }

    @Override
    public void close() {
        database.close();
        telemetry.close();
    }
}
