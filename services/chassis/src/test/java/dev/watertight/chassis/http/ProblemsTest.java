package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProblemsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(new Routes()
                .on(Method.GET, "/things/{id}", (request, response) -> Json.send(response, 200, List.of()))
                .on(
                        Method.DELETE,
                        "/things/{id}",
                        (request, response) -> response.status(204).send())
                .on(Method.GET, "/ids/{id}", (request, response) -> Json.send(response, 200, Paths.id(request, "id")))
                .on(Method.GET, "/fault", (request, response) -> {
                    throw new IllegalStateException("canary: password=1234");
                })
                .on(Method.GET, "/error", (request, response) -> {
                    throw new StackOverflowError("canary");
                })
                .on(Method.GET, "/busy", (request, response) -> {
                    throw Problem.unavailable("busy", "Later.").asException();
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/1", "/nowhere", "/fault", "/error", "/busy", "/openapi.json"})
    void namesTheTraceOnEveryAnswer(String path) {
        assertThat(get(path).header("X-Trace-Id")).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }

    @Test
    void continuesTheTraceOfTheCaller() {
        var reply = server.http()
                .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00")
                .get("/things/1");

        assertThat(reply.header("X-Trace-Id")).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "00-zz-00-00", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
    void startsATraceOfItsOwnWhenTheCallersIsMalformed(String traceparent) {
        var reply = server.http().with("traceparent", traceparent).get("/things/1");

        assertThat(reply.header("X-Trace-Id")).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }

    @Test
    void namesTheTraceInTheProblem() {
        var reply = get("/nowhere");

        assertThat(reply.json().path("instance").asText())
                .isEqualTo("urn:watertight:trace:" + reply.header("X-Trace-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fault", "/error"})
    void answersWhatNobodyExpectedWith500(String path) {
        assertProblem(get(path), 500, "internal-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fault", "/error"})
    void saysNothingInternal(String path) {
        assertThat(get(path).body()).doesNotContain("canary", "Exception", "Error", "java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/", "/things", "/things/1/2", "/%00", "/things/1/../../etc"})
    void answersAnUnknownPathWith404(String path) {
        assertProblem(get(path), 404, "not-found");
    }

    @Test
    void answersAnUnknownMethodWith405() {
        assertProblem(server.http().post("/things/1", "{}"), 405, "method-not-allowed");
    }

    @Test
    void namesTheAllowedMethods() {
        assertThat(server.http().post("/things/1", "{}").header("Allow")).isEqualTo("DELETE, GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1-1-1-1-1", "0199A5D5-0000-7000-8000-000000000000", "%20", "null", "0x1F"})
    void answersAMalformedIdWith404(String id) {
        assertProblem(get("/ids/" + id), 404, "not-found");
    }

    @Test
    void asksToTryAgainWhenThatIsWorthIt() {
        assertThat(get("/busy").header("Retry-After")).isEqualTo("1");
    }

    @Test
    void readsAsTitleWhatTheSlugSays() {
        assertThat(get("/nowhere").json().path("title").asText()).isEqualTo("Not found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /things/1 HTTP/9.9\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /things/1 HTTP/1.1\r\nHost: a\r\nBad Header: a\r\n\r\n"
            })
    void answersWhatIsNoHttpWithAProblem(String request) throws IOException {
        assertThat(raw(request)).startsWith("HTTP/1.1 400").contains("application/problem+json", "bad-request");
    }

    @Test
    void countsAFailureByItsStatus() {
        get("/fault");

        assertThat(server.scrape())
                .contains("http_server_request_duration_seconds_count{error_type=\"500\",http_request_method=\"GET\","
                        + "http_response_status_code=\"500\",http_route=\"/fault\",socket=\"public\"}");
    }

    @Test
    void countsUnknownPathsAsOneRoute() {
        get("/nowhere/1");
        get("/nowhere/2");

        assertThat(server.scrape())
                .contains("http_response_status_code=\"404\",http_route=\"\",socket=\"public\"")
                .doesNotContain("/nowhere");
    }

    @Test
    void countsByTheTemplateOfThePath() {
        get("/things/12345");

        assertThat(server.scrape()).contains("http_route=\"/things/{id}\"").doesNotContain("12345");
    }

    private static Reply get(String path) {
        return server.http().get(path);
    }

    private static void assertProblem(Reply reply, int status, String problem) {
        assertThat(List.of(reply.status(), reply.problem(), reply.header("Content-Type")))
                .containsExactly(status, problem, "application/problem+json");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
