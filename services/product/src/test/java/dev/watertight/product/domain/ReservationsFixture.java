package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.product.domain.Products.StockChange;
import dev.watertight.product.domain.Reservations.HeldLine;
import dev.watertight.product.domain.Reservations.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** Ten lamps and three desks in stock, and an order for some of them. */
public abstract class ReservationsFixture {
    static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    static final Instant UNTIL = NOW.plus(TIME_TO_LIVE);
    static final Instant LATER = UNTIL.plus(Duration.ofMinutes(1));
    static final Instant UNTIL_LATER = LATER.plus(TIME_TO_LIVE);
    static final Money PRICE = new Money(1999, "EUR");
    static final UUID MERCHANDISER = UUID.randomUUID();

    final UUID order = UuidCreator.getTimeOrderedEpoch();
    final UUID lamp = UuidCreator.getTimeOrderedEpoch();
    final UUID desk = UuidCreator.getTimeOrderedEpoch();
    final HeldLine twoLamps = new HeldLine(lamp, 2, "Lamp", PRICE);
    final HeldLine oneDesk = new HeldLine(desk, 1, "Desk", PRICE);
    // Against the order of ids, which is the order of locks, not that of the answer.
    final List<ReservationLine> lines = List.of(new ReservationLine(desk, 1), new ReservationLine(lamp, 2));

    protected abstract Products products();

    protected abstract Reservations reservations();

    @BeforeEach
    void fill() {
        products().load(List.of(product(lamp, "Lamp")), 10);
        products().load(List.of(product(desk, "Desk")), 3);
    }

    Reservation reserve(UUID orderId, List<ReservationLine> wanted) {
        return reservations().reserve(orderId, wanted, new Term(NOW, UNTIL));
    }

    Reservation reserveAt(Instant now) {
        return reservations().reserve(order, lines, new Term(now, now.plus(TIME_TO_LIVE)));
    }

    Reservation held(Instant until, boolean anew) {
        return new Reservation.Held(List.of(oneDesk, twoLamps), until, anew);
    }

    void assertAvailable(long lamps, long desks) {
        assertThat(products().find(lamp)).map(Product::available).contains(lamps);
        assertThat(products().find(desk)).map(Product::available).contains(desks);
    }

    /** Nothing is reserved any more, so setting it to what it is must find just that. */
    void assertOnHand(UUID product, long units) {
        assertThat(products().find(product)).map(Product::available).contains(units);
        assertThat(products().setStock(product, units, MERCHANDISER))
                .isEqualTo(new StockChange.Changed(new Products.Stock(units, 0)));
    }

    private static Product product(UUID id, String name) {
        return new Product(id, name, new Listing(name, "", "all", PRICE), 1, 0);
    }
}
