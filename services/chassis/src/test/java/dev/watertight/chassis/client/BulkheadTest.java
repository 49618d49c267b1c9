package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class BulkheadTest {
    private static final int PLACES = 3;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Bulkhead bulkhead = new Bulkhead("other", PLACES, meters);

    @Test
    void startsWithNothingRefused() {
        assertThat(refused()).isZero();
    }

    @Test
    void hasRoomForAsManyAsItHasPlaces() {
        assertThatCode(this::fill).doesNotThrowAnyException();
        assertThat(refused()).isZero();
    }

    @Test
    void refusesOneMoreAndCountsIt() {
        fill();

        assertThatThrownBy(bulkhead::enter)
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("other")
                .hasMessageContaining("too many calls");
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void hasRoomAgainWhenOneLeaves() {
        fill();
        bulkhead.leave();

        assertThatCode(bulkhead::enter).doesNotThrowAnyException();
    }

    private void fill() {
        for (var i = 0; i < PLACES; i++) {
            bulkhead.enter();
        }
    }

    private double refused() {
        return meters.get("client.bulkhead.refused")
                .tag("server.service", "other")
                .counter()
                .count();
    }
}
