package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private static RunningServer server;

    record Part(@Nullable String label, @Nullable Integer count) {}

    record Thing(
            @Nullable String name,
            @Nullable Long amount,
            @Nullable List<Part> parts,
            @Nullable Boolean ready) {}

    @BeforeAll
    static void start() {
        server = new RunningServer(new Routes()
                .on(
                        Method.POST,
                        "/strict",
                        (request, response) -> Json.send(response, 200, Json.readStrictly(request, Thing.class)))
                .on(
                        Method.POST,
                        "/tolerant",
                        (request, response) -> Json.send(response, 200, Json.readTolerantly(request, Thing.class))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void readsWhatIsRight() {
        var body = "{\"name\":\"a\",\"amount\":3,\"parts\":[{\"label\":\"b\",\"count\":1}],\"ready\":true}";

        assertThat(strict(body).body()).isEqualTo(body);
    }

    @Test
    void leavesAbsentFieldsOutOfAnswers() {
        assertThat(strict("{\"name\":\"a\"}").body()).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void writesTimesAsText() {
        assertThat(Json.text(List.of(Instant.EPOCH))).isEqualTo("[\"1970-01-01T00:00:00Z\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"name\":",
                "{\"name\":\"a\"",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"parts\":[{\"label\":\"a\",\"label\":\"b\"}]}",
                "{'name':'a'}",
                "{\"name\":\"a\",}",
                "{\"amount\":01}",
                "{\"amount\":NaN}",
                "{\"name\":\"a\nb\"}",
                "{\"name\":\"\\x\"}",
                "{\"parts\":[{\"label\":\"a\" \"count\":1}]}",
                "/* no */{}"
            })
    void answersBrokenJsonWith400(String body) {
        assertRefused(strict(body), 400, "broken-json");
    }

    @Test
    void refusesDeepNesting() {
        assertRefused(strict("{\"parts\":" + nested() + "}"), 422, "invalid-request");
    }

    @Test
    void refusesDeepNestingInWhatItSkips() {
        assertRefused(server.http().post("/tolerant", "{\"colour\":" + nested() + "}"), 400, "broken-json");
    }

    @Test
    void answersAnEndlessNumberWith400() {
        assertRefused(strict("{\"amount\":" + "9".repeat(5000) + "}"), 400, "broken-json");
    }

    @Test
    void answersBytesThatAreNoTextWith400() throws Exception {
        var body = new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

        assertThat(raw(body)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"colour\":1}                              | /colour",
                "{\"a/b~c\":1}                               | /a~1b~0c",
                "{\"parts\":[{},{\"colour\":1}]}             | /parts/1/colour",
                "{\"name\":1}                                | /name",
                "{\"name\":1.5}                              | /name",
                "{\"name\":true}                             | /name",
                "{\"name\":{}}                               | /name",
                "{\"name\":[]}                               | /name",
                "{\"amount\":\"1\"}                          | /amount",
                "{\"amount\":1.5}                            | /amount",
                "{\"amount\":1.0}                            | /amount",
                "{\"amount\":true}                           | /amount",
                "{\"amount\":9223372036854775808}            | /amount",
                "{\"amount\":\"\"}                           | /amount",
                "{\"parts\":[{\"count\":2147483648}]}        | /parts/0/count",
                "{\"parts\":[{},{},{\"count\":\"x\"}]}       | /parts/2/count",
                "{\"parts\":{}}                              | /parts",
                "{\"ready\":\"true\"}                        | /ready",
                "{\"ready\":1}                               | /ready"
            })
    void pointsAtWhatHasTheWrongShape(String body, String pointer) {
        assertThat(strict(body).json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"text\"", "1", "true", "{\"colour\":1}", "{\"amount\":1.5}"})
    void answersAWrongShapeWith422(String body) {
        assertRefused(strict(body), 422, "invalid-request");
    }

    @Test
    void readsMoreThanItKnowsFromOurOwnServices() {
        var reply = server.http().post("/tolerant", "{\"name\":\"a\",\"colour\":{\"of\":[\"tomorrow\"]}}");

        assertThat(reply.body()).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void servesOnAfterRefusals() {
        var statuses = new ArrayList<Integer>();
        for (var body : List.of("{", "{\"colour\":1}", "{}")) {
            statuses.add(strict(body).status());
        }

        assertThat(statuses).containsExactly(400, 422, 200);
    }

    @Test
    void saysNothingInternalOfARefusal() {
        assertThat(strict("{\"amount\":\"canary\"}").body()).doesNotContain("java", "Thing", "canary");
    }

    private static String nested() {
        return "[".repeat(5000) + "]".repeat(5000);
    }

    private static Reply strict(String body) {
        return server.http().post("/strict", body);
    }

    private static void assertRefused(Reply reply, int status, String problem) {
        assertThat(List.of(reply.status(), reply.problem(), reply.header("Content-Type")))
                .containsExactly(status, problem, "application/problem+json");
    }

    private static int raw(byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/strict"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }
}
