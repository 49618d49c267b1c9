package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.product.domain.Products;
import dev.watertight.product.domain.Reservations;
import dev.watertight.product.domain.ReservationsContract;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A broken twin: it keeps every promise to one caller at a time, and the race of {@link StockBalanceTest} catches it. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
final class ReadModifyWriteTest extends ReservationsContract {
    private static final ProductTables TABLES = new ProductTables();

    @Override
    protected Products products() {
        return TABLES.products;
    }

    @Override
    protected Reservations reservations() {
        return new ReadModifyWriteReservations(TABLES, () -> {});
    }

    @AfterEach
    void empty() {
        TABLES.empty();
    }

    @AfterAll
    static void close() {
        TABLES.close();
    }

    @Test
    void isCaughtByTheRace() {
        TABLES.empty();
        var allHaveRead = new CountDownLatch(StockRace.WORKERS);
        var race = new StockRace(TABLES, new ReadModifyWriteReservations(TABLES, () -> meet(allHaveRead)));
        assertThatThrownBy(race::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("what the movements add up to")
                .hasMessageContaining("Numbers[onHand=40, reserved=72]")
                .hasMessageContaining("Numbers[onHand=40, reserved=9]");
    }

    /** Nobody writes before all have read, however the threads are scheduled. */
    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            if (!all.await(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("somebody never read");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
