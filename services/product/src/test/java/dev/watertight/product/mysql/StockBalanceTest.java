package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.sql.DatabaseException;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Money;
import dev.watertight.product.domain.Product;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations.Reservation;
import dev.watertight.product.domain.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever many do to the same few products at once, nothing is sold twice and nothing is lost. */
final class StockBalanceTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final int WORKERS = 8;
    private static final int STEPS = 150;
    private static final int ORDERS = 60;
    private static final int ATTEMPTS = 30;
    private static final long LOADED = 40;

    private final ProductTables tables = new ProductTables();
    private final List<UUID> products = Collections.unmodifiableList(
            IntStream.range(0, 4).mapToObj(this::load).toList());
    private final List<UUID> orders = IntStream.range(0, ORDERS)
            .mapToObj(i -> UuidCreator.getTimeOrderedEpoch())
            .toList();

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void balancesUnderEverythingAtOnce() throws Exception {
        var deadlocks = deadlocks();
        atOnce(worker -> {
            var random = new Random(worker);
            for (var step = 0; step < STEPS; step++) {
                anything(random, NOW.plusSeconds(step));
            }
            return worker;
        });
        assertBalanced();
        assertThat(deadlocks()).isEqualTo(deadlocks);
        assertThat(statuses()).contains("COMMITTED", "RELEASED");
    }

    @Test
    void hasOneEffectForManyCopies() throws Exception {
        var order = orders.getFirst();
        var lines = List.of(new ReservationLine(products.getFirst(), 7));
        var held = atOnce(
                worker -> answered(() -> tables.reservations.reserve(order, lines, new Term(NOW, NOW.plus(TIME_TO_LIVE)))));
        assertThat(held)
                .filteredOn(answer -> answer instanceof Reservation.Held hold && hold.anew())
                .hasSize(1);
        assertThat(held).allMatch(Reservation.Held.class::isInstance);
        assertThat(available(products.getFirst())).isEqualTo(LOADED - 7);
        atOnce(worker -> answered(() -> tables.reservations.commit(order)));
        assertThat(available(products.getFirst())).isEqualTo(LOADED - 7);
        var released = atOnce(worker -> answered(() -> tables.reservations.release(order)));
        assertThat(released).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(available(products.getFirst())).isEqualTo(LOADED);
        assertBalanced();
    }

    @Test
    void sellsTheLastOnesToNoMoreThanThereAre() throws Exception {
        var lines = List.of(new ReservationLine(products.getFirst(), 9));
        var answers = atOnce(worker ->
                answered(() -> tables.reservations.reserve(orders.get(worker), lines, new Term(NOW, NOW.plus(TIME_TO_LIVE)))));
        assertThat(answers).filteredOn(Reservation.Held.class::isInstance).hasSize(4);
        assertThat(answers).filteredOn(Reservation.OutOfStock.class::isInstance).hasSize(WORKERS - 4);
        assertBalanced();
    }

    /** Time goes on with the steps, so that much of what is held expires while somebody commits or releases it. */
    private void anything(Random random, Instant now) {
        var order = orders.get(random.nextInt(ORDERS));
        var what = random.nextInt(8);
        if (what < 4) {
            answered(() -> tables.reservations.reserve(order, wanted(order), new Term(now, now.plus(TIME_TO_LIVE))));
        } else if (what < 6) {
            answered(() -> tables.reservations.commit(order));
        } else if (what < 7) {
            answered(() -> tables.reservations.release(order));
        } else {
            answered(() -> tables.reservations.expire(now, 5));
        }
    }

    /** Asks again when there was no answer in time, as callers do; on a busy machine a lock may be held for too long. */
    private static <T> T answered(Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (DatabaseException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private long deadlocks() {
        return tables.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'", row -> row.number("Value"))
                .getFirst();
    }

    /** Always the same for an order, in an order of its own. */
    private List<ReservationLine> wanted(UUID order) {
        var random = new Random(order.getLeastSignificantBits());
        var shuffled = new ArrayList<>(products);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(3)).stream()
                .map(product -> new ReservationLine(product, 1 + random.nextInt(4)))
                .toList();
    }

    private void assertBalanced() {
        var difference = tables.query(
                """
                SELECT HEX(p.id) AS product,
                  p.on_hand AS on_hand, p.reserved AS reserved,
                  (SELECT SUM(m.on_hand) FROM stock_movements m WHERE m.product_id = p.id) AS moved_on_hand,
                  (SELECT SUM(m.reserved) FROM stock_movements m WHERE m.product_id = p.id) AS moved_reserved,
                  (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_lines l
                   JOIN reservations r ON r.order_id = l.order_id
                   WHERE l.product_id = p.id AND r.status = 'HELD') AS held,
                  (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_lines l
                   JOIN reservations r ON r.order_id = l.order_id
                   WHERE l.product_id = p.id AND r.status = 'COMMITTED') AS sold
                FROM products p
                """,
                row -> List.of(
                        row.number("on_hand") - row.number("moved_on_hand"),
                        row.number("reserved") - row.number("moved_reserved"),
                        row.number("reserved") - row.number("held"),
                        LOADED - row.number("sold") - row.number("on_hand")));
        assertThat(difference).hasSize(products.size()).containsOnly(List.of(0L, 0L, 0L, 0L));
    }

    private List<String> statuses() {
        return tables.query("SELECT DISTINCT status FROM reservations", row -> row.text("status"));
    }

    private long available(UUID product) {
        return tables.products.find(product).orElseThrow().available();
    }

    private UUID load(int number) {
        var id = UuidCreator.getTimeOrderedEpoch();
        var listing = new Listing("Thing " + number, "", "things", new Money(100, "EUR"));
        tables.products.load(List.of(new Product(id, "THING-" + number, listing, 1, 0)), LOADED);
        return id;
    }

    private interface Work<T> {
        T by(int worker) throws Exception;
    }

    private static <T> List<T> atOnce(Work<T> work) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(WORKERS)) {
            var results = new ArrayList<T>();
            var calls = IntStream.range(0, WORKERS)
                    .mapToObj(worker -> (Callable<T>) () -> work.by(worker))
                    .toList();
            for (var result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
