package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.product.domain.Products.StockChange;
import dev.watertight.product.domain.Reservations.Commitment;
import dev.watertight.product.domain.Reservations.HeldLine;
import dev.watertight.product.domain.Reservations.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Reservations} promises; ten lamps and three desks are in stock. */
public abstract class ReservationsContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(15));
    private static final Instant LATER = UNTIL.plus(Duration.ofMinutes(1));
    private static final Instant UNTIL_LATER = LATER.plus(Duration.ofMinutes(15));
    private static final Money PRICE = new Money(1999, "EUR");
    private static final UUID MERCHANDISER = UUID.randomUUID();

    private final UUID order = UuidCreator.getTimeOrderedEpoch();
    private final UUID lamp = UuidCreator.getTimeOrderedEpoch();
    private final UUID desk = UuidCreator.getTimeOrderedEpoch();
    private final HeldLine twoLamps = new HeldLine(lamp, 2, "Lamp", PRICE);
    private final HeldLine oneDesk = new HeldLine(desk, 1, "Desk", PRICE);
    // Against the order of ids, which is the order of locks, not that of the answer.
    private final List<ReservationLine> lines = List.of(new ReservationLine(desk, 1), new ReservationLine(lamp, 2));
    private final Reservation held = new Reservation.Held(List.of(oneDesk, twoLamps), UNTIL, true);
    private final Reservation heldBefore = new Reservation.Held(List.of(oneDesk, twoLamps), UNTIL, false);

    protected abstract Products products();

    protected abstract Reservations reservations();

    @BeforeEach
    void fill() {
        products().load(List.of(product(lamp, "Lamp")), 10);
        products().load(List.of(product(desk, "Desk")), 3);
    }

    @Test
    void holdsAllLinesAtTheirPrices() {
        assertThat(reserve(order, lines)).isEqualTo(held);
        assertAvailable(8, 2);
        assertThat(reserve(order, lines)).isEqualTo(heldBefore);
        assertAvailable(8, 2);
    }

    @Test
    void holdsAllOrNothing() {
        var tooMany = List.of(new ReservationLine(lamp, 2), new ReservationLine(desk, 4));
        assertThat(reserve(order, tooMany)).isEqualTo(new Reservation.OutOfStock(Set.of(desk), true));
        assertAvailable(10, 3);
    }

    @Test
    void namesEverythingThereIsTooLittleOf() {
        var tooMany = List.of(new ReservationLine(lamp, 11), new ReservationLine(desk, 4));
        assertThat(reserve(order, tooMany)).isEqualTo(new Reservation.OutOfStock(Set.of(lamp, desk), true));
    }

    @Test
    void staysRefused() {
        var tooMany = List.of(new ReservationLine(desk, 4));
        reserve(order, tooMany);
        products().setStock(desk, 100, MERCHANDISER);
        assertThat(reserve(order, tooMany)).isEqualTo(new Reservation.OutOfStock(Set.of(desk), false));
        assertThat(reservations().commit(order)).isEqualTo(Commitment.UNKNOWN);
        assertAvailable(10, 100);
    }

    @Test
    void refusesWhatNobodyListed() {
        var nothing = UuidCreator.getTimeOrderedEpoch();
        var unknown = List.of(new ReservationLine(lamp, 2), new ReservationLine(nothing, 1));
        assertThat(reserve(order, unknown)).isEqualTo(new Reservation.UnknownProduct(Set.of(nothing)));
        assertThat(reserve(order, unknown)).isEqualTo(new Reservation.UnknownProduct(Set.of(nothing)));
        assertAvailable(10, 3);
    }

    @Test
    void refusesOtherLinesForTheSameOrder() {
        reserve(order, lines);
        assertThat(reserve(order, List.of(new ReservationLine(lamp, 2)))).isEqualTo(new Reservation.Different());
        assertThat(reserve(order, List.of(new ReservationLine(lamp, 3), new ReservationLine(desk, 1))))
                .isEqualTo(new Reservation.Different());
        assertAvailable(8, 2);
    }

    @Test
    void keepsThePricesOfTheFirstReservation() {
        reserve(order, lines);
        products().change(lamp, 1, new Listing("Lantern", "", "lighting", new Money(5, "EUR")));
        assertThat(reserve(order, lines)).isEqualTo(heldBefore);
        reservations().expire(LATER, 10);
        assertThat(reserveLater()).isEqualTo(new Reservation.Held(List.of(oneDesk, twoLamps), UNTIL_LATER, true));
    }

    @Test
    void takesWhatIsHeldOnce() {
        reserve(order, lines);
        assertThat(reservations().commit(order)).isEqualTo(Commitment.COMMITTED);
        assertThat(reservations().commit(order)).isEqualTo(Commitment.COMMITTED_BEFORE);
        assertAvailable(8, 2);
        assertOnHand(lamp, 8);
        assertThat(reserve(order, lines)).isEqualTo(heldBefore);
        assertAvailable(8, 2);
    }

    @Test
    void takesNothingForAnOrderItNeverHeardOf() {
        assertThat(reservations().commit(order)).isEqualTo(Commitment.UNKNOWN);
    }

    @Test
    void givesBackWhatIsHeldOnce() {
        reserve(order, lines);
        assertThat(reservations().release(order)).isTrue();
        assertThat(reservations().release(order)).isFalse();
        assertAvailable(10, 3);
        assertThat(reserve(order, lines)).isEqualTo(new Reservation.Released());
        assertThat(reservations().commit(order)).isEqualTo(Commitment.RELEASED);
        assertAvailable(10, 3);
    }

    @Test
    void givesBackWhatWasTaken() {
        reserve(order, lines);
        reservations().commit(order);
        reservations().release(order);
        reservations().release(order);
        assertAvailable(10, 3);
        assertOnHand(lamp, 10);
    }

    @Test
    void refusesAReservationThatComesAfterItsRelease() {
        assertThat(reservations().release(order)).isTrue();
        assertThat(reserve(order, lines)).isEqualTo(new Reservation.Released());
        assertAvailable(10, 3);
    }

    @Test
    void givesBackWhatExpired() {
        reserve(order, lines);
        assertThat(reservations().expire(UNTIL.minusSeconds(1), 10)).isZero();
        assertThat(reservations().expire(UNTIL, 10)).isEqualTo(1);
        assertThat(reservations().expire(UNTIL, 10)).isZero();
        assertAvailable(10, 3);
        assertThat(reservations().release(order)).isTrue();
        assertAvailable(10, 3);
    }

    @Test
    void givesBackNoMoreAtOnceThanAsked() {
        for (var i = 0; i < 3; i++) {
            reserve(UUID.randomUUID(), List.of(new ReservationLine(lamp, 1)));
        }
        assertThat(reservations().expire(LATER, 2)).isEqualTo(2);
        assertAvailable(9, 3);
        assertThat(reservations().expire(LATER, 2)).isEqualTo(1);
    }

    @Test
    void doesNotExpireWhatWasTaken() {
        reserve(order, lines);
        reservations().commit(order);
        assertThat(reservations().expire(LATER, 10)).isZero();
    }

    @Test
    void goesOnHoldingWhatExpiredUnnoticed() {
        reserve(order, lines);
        assertThat(reserveLater()).isEqualTo(new Reservation.Held(List.of(oneDesk, twoLamps), UNTIL_LATER, false));
        assertThat(reservations().expire(LATER, 10)).isZero();
        assertAvailable(8, 2);
    }

    @Test
    void takesAnewWhatExpired() {
        reserve(order, lines);
        reservations().expire(LATER, 10);
        assertThat(reservations().commit(order)).isEqualTo(Commitment.COMMITTED);
        assertAvailable(8, 2);
        assertOnHand(desk, 2);
    }

    @Test
    void cannotTakeAnewWhatOthersBought() {
        reserve(order, lines);
        reservations().expire(LATER, 10);
        reserve(UUID.randomUUID(), List.of(new ReservationLine(desk, 3)));
        assertThat(reservations().commit(order)).isEqualTo(Commitment.EXPIRED);
        assertThat(reserveLater()).isEqualTo(new Reservation.OutOfStock(Set.of(desk), true));
        assertAvailable(10, 0);
    }

    @Test
    void doesNotLetStockBeSetBelowWhatIsReserved() {
        reserve(order, lines);
        assertThat(products().setStock(lamp, 1, MERCHANDISER)).isEqualTo(new StockChange.BelowReserved(2));
        assertThat(products().setStock(lamp, 2, MERCHANDISER)).isInstanceOf(StockChange.Changed.class);
        assertAvailable(0, 2);
    }

    private Reservation reserve(UUID orderId, List<ReservationLine> wanted) {
        return reservations().reserve(orderId, wanted, NOW, UNTIL);
    }

    private Reservation reserveLater() {
        return reservations().reserve(order, lines, LATER, UNTIL_LATER);
    }

    private void assertAvailable(long lamps, long desks) {
        assertThat(products().find(lamp)).map(Product::available).contains(lamps);
        assertThat(products().find(desk)).map(Product::available).contains(desks);
    }

    /** Nothing is reserved any more, so setting it to what it is must find just that. */
    private void assertOnHand(UUID product, long units) {
        assertThat(products().find(product)).map(Product::available).contains(units);
        assertThat(products().setStock(product, units, MERCHANDISER))
                .isEqualTo(new StockChange.Changed(new Products.Stock(units, 0)));
    }

    private static Product product(UUID id, String name) {
        return new Product(id, name, new Listing(name, "", "all", PRICE), 1, 0);
    }
}
