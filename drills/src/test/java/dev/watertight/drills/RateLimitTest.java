package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-ins and registrations are limited for each address. */
final class RateLimitTest {
    /** What the edge lets one address send in ten seconds. */
    private static final int LIMIT = 100;

    /** A machine that cannot send eleven a second is never refused, and fails here. */
    private static final int ENOUGH = 1_000;

    private final Http edge = new Http(Addresses.edge());
    private final Http flooder = edge.from(anyAddress());

    @ParameterizedTest
    @ValueSource(strings = {"/sessions", "/users"})
    void refusesAFloodFromOneAddressAlone(String path) {
        assertThat(passed(path)).isBetween(LIMIT, ENOUGH);
        var refused = flooder.post(path, "{");
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        assertThat(edge.from(anyAddress()).post(path, "{").status()).isEqualTo(400);
    }

    @Test
    void leavesAFloodersOtherRequestsAlone() {
        passed("/sessions");
        assertThat(flooder.get("/products").status()).isEqualTo(200);
    }

    /** Floods the edge until it refuses; returns how many it let through, all refused before anything is hashed. */
    private int passed(String path) {
        for (var passed = 0; passed <= ENOUGH; passed++) {
            var status = flooder.post(path, "{").status();
            if (status == 429) {
                return passed;
            }
            assertThat(status).isEqualTo(400);
        }
        throw new AssertionError("never refused");
    }

    /** One of this machine's own, so that a run finds nothing of the one before. */
    private static String anyAddress() {
        var random = ThreadLocalRandom.current();
        return "127.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(255), random.nextInt(1, 255));
    }
}
