package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.sql.DatabaseException;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Money;
import dev.watertight.product.domain.Product;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Many orders that race for few units, on any implementation, so that a broken one can be shown to be caught. */
final class StockRace {
    static final int WORKERS = 8;
    static final long LOADED = 40;

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);
    private static final int STEPS = 100;

    /** Whether anything is renewed is chance where workers wait for one another much. */
    private static final int MOST_ROUNDS = 5;

    private static final int ORDERS = 60;
    private static final int ATTEMPTS = 30;

    private static final UUID MERCHANDISER = UUID.randomUUID();

    private final ProductTables tables;
    private final Reservations reservations;
    private final StockBooks books;
    private final AtomicInteger renewals = new AtomicInteger();
    final List<UUID> products;
    final List<UUID> orders = IntStream.range(0, ORDERS)
            .mapToObj(_ -> UuidCreator.getTimeOrderedEpoch())
            .toList();

    StockRace(ProductTables tables, Reservations reservations) {
        this.tables = tables;
        this.reservations = reservations;
        this.books = new StockBooks(tables);
        this.products =
                IntStream.range(0, 4).mapToObj(number -> load(tables, number)).toList();
    }

    /** All at once for the last units of one product; then everything at once, while the books are read all along. */
    void run() throws InterruptedException, ExecutionException {
        forTheLastOnes();
        for (var round = 0; round < MOST_ROUNDS && renewals.get() == 0; round++) {
            everything(NOW.plusSeconds((long) round * STEPS));
        }
    }

    private void everything(Instant start) throws InterruptedException, ExecutionException {
        atOnce(worker -> {
            var random = new Random(worker);
            for (var step = 0; step < STEPS; step++) {
                anything(random, start.plusSeconds(step));
                if (step % 10 == worker) {
                    books.assertBalanced();
                }
            }
            return worker;
        });
        books.assertBalanced();
    }

    /** There are enough for four. */
    void forTheLastOnes() throws InterruptedException, ExecutionException {
        var lines = List.of(new ReservationLine(products.getFirst(), 9));
        var answers = atOnce(_ -> {
            var order = UuidCreator.getTimeOrderedEpoch();
            return answered(() -> reservations.reserve(order, lines, from(NOW)));
        });
        books.assertBalanced();
        assertThat(answers).filteredOn(Reservation.Held.class::isInstance).hasSize(4);
        assertThat(answers).filteredOn(Reservation.OutOfStock.class::isInstance).hasSize(WORKERS - 4);
    }

    /** Copies of each call, by all workers at once. */
    void copies(UUID order) throws InterruptedException, ExecutionException {
        var lines = List.of(new ReservationLine(products.getFirst(), 7));
        var held = atOnce(_ -> answered(() -> reservations.reserve(order, lines, from(NOW))));
        assertThat(held)
                .filteredOn(answer -> answer instanceof Reservation.Held hold && hold.anew())
                .hasSize(1);
        assertThat(held).allMatch(Reservation.Held.class::isInstance);
        atOnce(_ -> answered(() -> reservations.commit(order)));
        books.assertBalanced();
        var released = atOnce(_ -> answered(() -> reservations.release(order)));
        assertThat(released).filteredOn(Boolean::booleanValue).hasSize(1);
        books.assertBalanced();
    }

    /**
     * Twice each, as a caller does who got no answer. Time goes on with the steps, so that much of what is held is renewed,
     * or expires while somebody commits or releases it.
     */
    private void anything(Random random, Instant now) {
        var call = anyCall(random, now);
        if (answered(call) instanceof Reservation.Held held
                && !held.anew()
                && held.expiresAt().equals(from(now).until())) {
            renewals.incrementAndGet();
        }
        answered(call);
    }

    private Supplier<?> anyCall(Random random, Instant now) {
        var order = orders.get(random.nextInt(ORDERS));
        return switch (random.nextInt(9)) {
            case 0, 1, 2, 3 -> () -> reservations.reserve(order, wanted(order), from(now));
            case 4, 5 -> () -> reservations.commit(order);
            case 6 -> () -> reservations.release(order);
            case 7 -> () -> reservations.expire(now, 5);
            default -> {
                var few = random.nextInt(10);
                yield () -> tables.products.setStock(products.get(few % products.size()), few, MERCHANDISER);
            }
        };
    }

    /** How often what was held was held for longer. */
    int renewals() {
        return renewals.get();
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

    private static Term from(Instant now) {
        return new Term(now, now.plus(TIME_TO_LIVE));
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

    private static UUID load(ProductTables tables, int number) {
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
