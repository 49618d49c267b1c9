package dev.watertight.order.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.client.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person is told of. */
final class RefusalsTest {
    private final Logger log = Logger.getLogger(Refusals.class.getName());
    private final Told told = new Told();

    private static final class Told extends Handler {
        private final List<Level> levels = new ArrayList<>();

        @Override
        public void publish(LogRecord event) {
            levels.add(event.getLevel());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.addHandler(told);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(told);
    }

    @Test
    void warnsOfARefusalThatOnlyAPersonCanMend() {
        refused(409, "reservation-differs");
        refused(422, "charge-differs");
        assertThat(told.levels).containsExactly(Level.WARNING, Level.WARNING);
    }

    /** A cancellation left the tombstone, so that whoever was still settling the order finds it: that is its purpose. */
    @Test
    void warnsNobodyOfTheTombstoneOfACancellation() {
        refused(409, "reservation-released");
        assertThat(told.levels).doesNotContain(Level.WARNING);
    }

    private static void refused(int status, String slug) {
        var body = "{\"type\":\"urn:watertight:problem:%s\"}".formatted(slug);
        Refusals.log("product", UUID.randomUUID(), new Answer(status, body));
    }
}
