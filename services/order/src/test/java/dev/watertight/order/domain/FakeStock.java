package dev.watertight.order.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A stock whose next answers a test decides, and which remembers what was asked. */
final class FakeStock implements Stock {
    final List<String> asked = new ArrayList<>();
    Reservation reservation = new Reservation.OutOfStock();
    boolean answersCommit = true;
    boolean answersRelease = true;
    boolean breaks;

    @Override
    public Reservation reserve(UUID orderId, List<OrderLine> lines) {
        asked.add("reserve");
        if (breaks) {
            throw new IllegalStateException("broken");
        }
        return reservation;
    }

    @Override
    public boolean commit(UUID orderId) {
        asked.add("commit");
        return answersCommit;
    }

    @Override
    public boolean release(UUID orderId) {
        asked.add("release");
        return answersRelease;
    }
}
