package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body must be before anybody looks at the JSON in it. */
final class JsonBodyTest {
    private static RunningServer server;

    record Thing(@Nullable String name) {}

    @BeforeAll
    static void start() {
        server = new RunningServer(new Routes()
                .on(
                        Method.POST,
                        "/strict",
                        (request, response) -> Json.send(response, 200, Json.readStrictly(request, Thing.class))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void answersAnotherMediaTypeWith415(String type) {
        assertRefused(server.http().with("Content-Type", type).post("/strict", "{}"), 415, "unsupported-media-type");
    }

    @Test
    void answersAMediaTypeThatIsNoneWithAClientError() {
        assertThat(server.http()
                        .with("Content-Type", "json")
                        .post("/strict", "{}")
                        .status())
                .isBetween(400, 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/JSON; charset=utf-8", "Application/Json"})
    void takesJsonHoweverItIsWritten(String type) {
        var reply = server.http().with("Content-Type", type).post("/strict", "{}");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void takesABodyOf64KiB() {
        assertThat(strict(sized(64 * 1024)).status()).isEqualTo(200);
    }

    @Test
    void answersALargerBodyWith413() throws IOException {
        assertThat(statusLine("Content-Length: 65537\r\n\r\n")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void answersALargerBodyOfUnknownLengthWith413() throws IOException {
        var chunk = "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + sized(0x10001) + "\r\n";

        assertThat(statusLine(chunk)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    private static Reply strict(String body) {
        return server.http().post("/strict", body);
    }

    private static void assertRefused(Reply reply, int status, String problem) {
        assertThat(List.of(reply.status(), reply.problem(), reply.header("Content-Type")))
                .containsExactly(status, problem, "application/problem+json");
    }

    private static String sized(int bytes) {
        var frame = "{\"name\":\"\"}";
        return "{\"name\":\"" + "x".repeat(bytes - frame.length()) + "\"}";
    }

    /** Sends the rest of a request and waits for the answer, without a body that the server would not read. */
    private static String statusLine(String rest) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var answer =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            var request = "POST /strict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + rest;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Objects.requireNonNull(answer.readLine());
        }
    }
}
