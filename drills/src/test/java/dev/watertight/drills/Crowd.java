package dev.watertight.drills;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Customers at many addresses: of one the edge takes no more than ten log-ins a second. */
final class Crowd {
    private static final int ADDRESSES = 50;

    private Crowd() {}

    /** Logs in with {@code credentials} from one address after the other; says the status of each answer. */
    static IntSupplier logIns(Http shop, String credentials, Duration patience) {
        var turn = new AtomicInteger();
        var addresses = IntStream.rangeClosed(1, ADDRESSES)
                .mapToObj(number -> shop.from("127.0.1." + number).within(patience))
                .toList();
        return () -> addresses
                .get(turn.getAndIncrement() % ADDRESSES)
                .post("/sessions", credentials)
                .status();
    }
}
