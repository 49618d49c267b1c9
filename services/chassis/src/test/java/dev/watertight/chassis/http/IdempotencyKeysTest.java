package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Method;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdempotencyKeysTest {
    private static final String HEADER = "Idempotency-Key";
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(
                new Routes().on(Method.GET, "/key", (request, response) -> response.send(IdempotencyKeys.of(request))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"a,a", "\"a\",a", "8e03978e-40d5,8e03978e-40d5", "\"a\\\"b\\\\c\",a\\\"b\\\\c", "~!#$%&\\,~!#$%&\\"
            })
    void readsAKeyQuotedOrBare(String sent, String key) {
        assertThat(server.http().with(HEADER, sent).get("/key").body()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"a", "a\"", "a\"b", "\"a\"b", "\"a\"b\"", "\"a\\", "\"a\\\"", "\"a\\b\"", "\"\"\""})
    void refusesQuotesThatDoNotMatch(String key) {
        assertThat(server.http().with(HEADER, key).get("/key").status()).isEqualTo(400);
    }

    @Test
    void takes255Characters() {
        assertThat(server.http().with(HEADER, "k".repeat(255)).get("/key").status())
                .isEqualTo(200);
    }

    @Test
    void countsNoQuotes() {
        var key = "\"" + "k".repeat(255) + "\"";
        assertThat(server.http().with(HEADER, key).get("/key").status()).isEqualTo(200);
    }

    @Test
    void refuses256Characters() {
        assertThat(server.http().with(HEADER, "k".repeat(256)).get("/key").status())
                .isEqualTo(400);
    }

    @Test
    void refusesARequestWithout() {
        assertThat(server.http().get("/key").problem()).isEqualTo("idempotency-key-required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "a b", "\"a b\"", "\" \"", "a\tb"})
    void refusesWhatIsNotVisible(String key) {
        assertThat(server.http().with(HEADER, key).get("/key").status()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsNotAscii() throws IOException {
        assertThat(statusLine("clé")).startsWith("HTTP/1.1 400");
    }

    private static String statusLine(String key) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            var request = "GET /key HTTP/1.1\r\nHost: a\r\n" + HEADER + ": " + key + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return Objects.requireNonNull(answer.readLine());
        }
    }
}
