package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What costs a password hash is limited for each address, and nothing else is. */
final class RateLimitTest {
    /** What the edge lets one address send in ten seconds. */
    private static final int LIMIT = 100;

    /** Sent faster than ten a second, no more than this is needed to be refused, however slow the machine. */
    private static final int ENOUGH = 1_000;

    private final Http edge = new Http(Addresses.edge());

    @ParameterizedTest
    @ValueSource(strings = {"/sessions", "/users"})
    void refusesAFloodFromOneAddressAlone(String path) throws UnknownHostException {
        var flooder = edge.from(InetAddress.getByName("127.0.0.77"));
        assertThat(passed(flooder, path)).isBetween(LIMIT, ENOUGH - 1);
        var refused = flooder.post(path, "{");
        assertThat(refused.problem()).isEqualTo("too-many-requests");
        assertThat(refused.header("Retry-After")).isNotEmpty();
        var neighbour = edge.from(InetAddress.getByName("127.0.0.78"));
        assertThat(neighbour.post(path, "{").status()).isEqualTo(400);
    }

    @Test
    void leavesAFloodersOtherRequestsAlone() throws UnknownHostException {
        var flooder = edge.from(InetAddress.getByName("127.0.0.79"));
        assertThat(passed(flooder, "/sessions")).isLessThan(ENOUGH);
        assertThat(flooder.get("/products").status()).isEqualTo(200);
    }

    /** How many of those that are refused before anything is hashed get through before the first 429. */
    private static int passed(Http http, String path) {
        var passed = 0;
        while (passed < ENOUGH && http.post(path, "{").status() == 400) {
            passed++;
        }
        return passed;
    }
}
