package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.product.domain.Reservations.Commitment;
import dev.watertight.product.domain.Reservations.Reservation;
import dev.watertight.product.domain.Reservations.Snapshot;
import dev.watertight.product.domain.Reservations.Standing;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Reservations} promises about how long stock is held. */
public abstract class ReservationTermsContract extends ReservationsFixture {
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
        assertThat(reserveAt(LATER)).isEqualTo(held(UNTIL_LATER, false));
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
        assertThat(reserveAt(LATER)).isEqualTo(new Reservation.OutOfStock(Set.of(desk), true));
        assertAvailable(10, 0);
    }

    @Test
    void renewsWhatHasLessThanHalfOfItsTimeLeft() {
        var half = NOW.plus(TIME_TO_LIVE.dividedBy(2));
        reserve(order, lines);
        assertThat(reserveAt(half)).isEqualTo(held(UNTIL, false));
        var late = half.plusMillis(1);
        assertThat(reserveAt(late)).isEqualTo(held(late.plus(TIME_TO_LIVE), false));
        assertThat(reserveAt(late.plusSeconds(1))).isEqualTo(held(late.plus(TIME_TO_LIVE), false));
        assertThat(reservations().find(order)).map(Snapshot::expiresAt).contains(late.plus(TIME_TO_LIVE));
        assertAvailable(8, 2);
    }

    @Test
    void expiresAtTheRenewedTimeAndNoSooner() {
        var late = UNTIL.minusSeconds(1);
        reserve(order, lines);
        reserveAt(late);
        assertThat(reservations().expire(UNTIL, 10)).isZero();
        assertAvailable(8, 2);
        assertThat(reservations().expire(late.plus(TIME_TO_LIVE), 10)).isEqualTo(1);
        assertAvailable(10, 3);
    }

    /** The clock of another replica may be behind. */
    @Test
    void neverShortensWhatIsHeld() {
        reserve(order, lines);
        assertThat(reserveAt(NOW.minusSeconds(60))).isEqualTo(held(UNTIL, false));
    }

    @Test
    void renewsNothingThatWasTaken() {
        reserve(order, lines);
        reservations().commit(order);
        assertThat(reserveAt(UNTIL.minusSeconds(1))).isEqualTo(held(UNTIL, false));
        assertThat(reservations().expire(UNTIL_LATER, 10)).isZero();
        assertThat(reservations().find(order)).map(Snapshot::standing).contains(Standing.COMMITTED);
    }

    @Test
    void doesNotHoldAgainWhatWasTakenAfterItExpired() {
        reserve(order, lines);
        reservations().expire(LATER, 10);
        reservations().commit(order);
        assertThat(reserveAt(LATER)).isInstanceOf(Reservation.Held.class);
        assertAvailable(8, 2);
        assertThat(reservations().release(order)).isTrue();
        assertThat(reservations().release(order)).isFalse();
        assertAvailable(10, 3);
        assertOnHand(lamp, 10);
    }

    @Test
    void tellsThatItExpired() {
        reserve(order, lines);
        reservations().expire(LATER, 10);
        assertThat(reservations().find(order)).map(Snapshot::standing).contains(Standing.EXPIRED);
    }
}
