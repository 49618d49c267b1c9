package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A broken twin: releasing what is absent leaves no trace, so a call that comes late holds stock for good. */
@SuppressWarnings("JUnitMethodInvoked") // That a test fails can only be asserted by who calls it.
final class NoTombstoneTest {
    private final Twin twin = new Twin();

    @Test
    void isCaughtByTheContract() {
        twin.fill();
        assertThatThrownBy(twin::refusesAReservationThatComesAfterItsRelease).isInstanceOf(AssertionError.class);
    }

    @Test
    void keepsTheOtherPromisesOfARelease() {
        twin.fill();
        twin.givesBackWhatIsHeldOnce();
    }

    /** The contract as the twin meets it; nobody runs it but the tests above. */
    private static final class Twin extends ReservationsContract {
        private final InMemoryProducts products = new InMemoryProducts();
        private final Forgetful reservations = new Forgetful(new InMemoryReservations(products));

        @Override
        protected Products products() {
            return products;
        }

        @Override
        protected Reservations reservations() {
            return reservations;
        }
    }

    private record Forgetful(Reservations whole) implements Reservations {
        @Override
        public boolean release(UUID orderId) {
            return whole.find(orderId).isEmpty() || whole.release(orderId);
        }

        @Override
        public Reservation reserve(UUID orderId, List<ReservationLine> lines, Term term) {
            return whole.reserve(orderId, lines, term);
        }

        @Override
        public Commitment commit(UUID orderId) {
            return whole.commit(orderId);
        }

        @Override
        public int expire(Instant now, int limit) {
            return whole.expire(now, limit);
        }

        @Override
        public Optional<Snapshot> find(UUID orderId) {
            return whole.find(orderId);
        }
    }
}
