package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.product.domain.Products.StockChange;
import dev.watertight.product.domain.Reservations.AskedLine;
import dev.watertight.product.domain.Reservations.Commitment;
import dev.watertight.product.domain.Reservations.Reservation;
import dev.watertight.product.domain.Reservations.Snapshot;
import dev.watertight.product.domain.Reservations.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Reservations} promises. */
public abstract class ReservationsContract extends ReservationsFixture {
    @Test
    void holdsAllLinesAtTheirPrices() {
        assertThat(reserve(order, lines)).isEqualTo(held(UNTIL, true));
        assertAvailable(8, 2);
        assertThat(reserve(order, lines)).isEqualTo(held(UNTIL, false));
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
        assertThat(reserve(order, lines)).isEqualTo(held(UNTIL, false));
        reservations().expire(LATER, 10);
        assertThat(reserveAt(LATER)).isEqualTo(held(UNTIL_LATER, true));
    }

    @Test
    void takesWhatIsHeldOnce() {
        reserve(order, lines);
        assertThat(reservations().commit(order)).isEqualTo(Commitment.COMMITTED);
        assertThat(reservations().commit(order)).isEqualTo(Commitment.COMMITTED_BEFORE);
        assertAvailable(8, 2);
        assertOnHand(lamp, 8);
        assertThat(reserve(order, lines)).isEqualTo(held(UNTIL, false));
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
    void doesNotLetStockBeSetBelowWhatIsReserved() {
        reserve(order, lines);
        assertThat(products().setStock(lamp, 1, MERCHANDISER)).isEqualTo(new StockChange.BelowReserved(2));
        assertThat(products().setStock(lamp, 2, MERCHANDISER)).isInstanceOf(StockChange.Changed.class);
        assertAvailable(0, 2);
    }

    @Test
    void tellsWhatBecameOfAnOrder() {
        assertThat(reservations().find(order)).isEmpty();
        reserve(order, lines);
        assertThat(reservations().find(order)).contains(snapshot(Standing.HELD, PRICE));
        products().change(lamp, 1, new Listing("Lantern", "", "lighting", new Money(5, "EUR")));
        reservations().commit(order);
        assertThat(reservations().find(order)).contains(snapshot(Standing.COMMITTED, PRICE));
        reservations().release(order);
        assertThat(reservations().find(order)).contains(snapshot(Standing.RELEASED, PRICE));
    }

    @Test
    void tellsWhyAnOrderWasRefused() {
        var tooMany = List.of(new ReservationLine(desk, 4));
        reserve(order, tooMany);
        assertThat(reservations().find(order))
                .contains(new Snapshot(Standing.OUT_OF_STOCK, UNTIL, List.of(new AskedLine(desk, 4, PRICE))));
        var nothing = UuidCreator.getTimeOrderedEpoch();
        var other = UuidCreator.getTimeOrderedEpoch();
        reserve(other, List.of(new ReservationLine(nothing, 1)));
        assertThat(reservations().find(other))
                .contains(new Snapshot(Standing.UNKNOWN_PRODUCT, UNTIL, List.of(new AskedLine(nothing, 1, null))));
    }

    @Test
    void tellsThatAnOrderWasReleasedBeforeItAsked() {
        reservations().release(order);
        assertThat(reservations().find(order)).contains(new Snapshot(Standing.RELEASED, Instant.EPOCH, List.of()));
    }

    private Snapshot snapshot(Standing standing, Money unitPrice) {
        return new Snapshot(
                standing, UNTIL, List.of(new AskedLine(desk, 1, unitPrice), new AskedLine(lamp, 2, unitPrice)));
    }
}
