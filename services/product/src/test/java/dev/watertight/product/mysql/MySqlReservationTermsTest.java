package dev.watertight.product.mysql;

import dev.watertight.product.domain.Products;
import dev.watertight.product.domain.ReservationTermsContract;
import dev.watertight.product.domain.Reservations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_METHOD)
final class MySqlReservationTermsTest extends ReservationTermsContract {
    private static final ProductTables TABLES = new ProductTables();

    @Override
    protected Products products() {
        return TABLES.products;
    }

    @Override
    protected Reservations reservations() {
        return TABLES.reservations;
    }

    @AfterEach
    void empty() {
        TABLES.empty();
    }

    @AfterAll
    static void close() {
        TABLES.close();
    }
}
