package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.product.domain.ReservationJournal.Event;
import dev.watertight.product.domain.Reservations.Reservation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ReserveStockTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);

    private final InMemoryProducts products = new InMemoryProducts();
    private final InMemoryReservations reservations = new InMemoryReservations(products);
    private final List<Event> events = new ArrayList<>();
    private final UUID lamp = UUID.randomUUID();
    private final UUID order = UUID.randomUUID();
    private final ReserveStock now = at(NOW);

    ReserveStockTest() {
        var listing = new Listing("Lamp", "", "lighting", new Money(999, "EUR"));
        products.load(List.of(Product.listed(lamp, "LAMP", listing)), 60);
    }

    @Test
    void holdsForItsTimeToLive() {
        assertThat(now.reserve(order, lamps(1)))
                .isInstanceOfSatisfying(
                        Reservation.Held.class,
                        held -> assertThat(held.expiresAt()).isEqualTo(NOW.plus(TIME_TO_LIVE)));
    }

    @Test
    void tellsWhatHappenedOnceHoweverOftenItIsAsked() {
        for (var i = 0; i < 2; i++) {
            now.reserve(order, lamps(1));
        }
        for (var i = 0; i < 2; i++) {
            now.commit(order);
        }
        for (var i = 0; i < 2; i++) {
            now.release(order);
        }
        for (var i = 0; i < 2; i++) {
            now.reserve(new UUID(0, 1), lamps(99));
        }
        assertThat(events).containsExactly(Event.RESERVED, Event.COMMITTED, Event.RELEASED, Event.OUT_OF_STOCK);
    }

    @Test
    void givesBackWhatExpiredAFewAtATime() {
        for (var i = 0; i < 60; i++) {
            now.reserve(UUID.randomUUID(), lamps(1));
        }
        events.clear();
        var later = at(NOW.plus(TIME_TO_LIVE));
        assertThat(later.expire()).isTrue();
        assertThat(products.find(lamp)).map(Product::available).contains(50L);
        assertThat(later.expire()).isTrue();
        assertThat(products.find(lamp)).map(Product::available).contains(60L);
        assertThat(later.expire()).isFalse();
        assertThat(events).hasSize(60).containsOnly(Event.EXPIRED);
    }

    private ReserveStock at(Instant time) {
        return new ReserveStock(reservations, this::note, TIME_TO_LIVE, Clock.fixed(time, ZoneOffset.UTC));
    }

    private void note(Event event, int times) {
        for (var i = 0; i < times; i++) {
            events.add(event);
        }
    }

    private List<ReservationLine> lamps(int quantity) {
        return List.of(new ReservationLine(lamp, quantity));
    }
}
