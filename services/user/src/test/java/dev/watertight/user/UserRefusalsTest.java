package dev.watertight.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What User refuses, and that nothing is stored then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserRefusalsTest {
    private static final String LOG_IN =
            "{\"email\":\"refused@example.com\",\"password\":\"" + RunningUser.PASSWORD + "\"}";

    private RunningUser user;
    private RunningUser.LoggedIn ada;

    @BeforeAll
    void start(@TempDir Path folder) {
        user = new RunningUser(folder);
        ada = user.loggedIn("ada@example.com");
    }

    @AfterAll
    void stop() {
        user.close();
    }

    private static List<List<String>> refusedRegistrations() {
        var body = "{\"email\":%s,\"password\":%s,\"name\":%s}";
        var email = "\"refused@example.com\"";
        var password = "\"" + RunningUser.PASSWORD + "\"";
        return List.of(
                List.of(
                        "422",
                        "/surprise",
                        "{\"surprise\":1,"
                                + body.formatted(email, password, "\"Ada\"").substring(1)),
                List.of("422", "/email", body.formatted("\"no address\"", password, "\"Ada\"")),
                List.of("422", "/email", body.formatted("null", password, "\"Ada\"")),
                List.of("422", "/email", body.formatted("1", password, "\"Ada\"")),
                List.of("422", "/email", body.formatted("{}", password, "\"Ada\"")),
                List.of("422", "/password", body.formatted(email, "\"7 chars\"", "\"Ada\"")),
                List.of("422", "/password", body.formatted(email, "\"" + "x".repeat(129) + "\"", "\"Ada\"")),
                List.of("422", "/password", body.formatted(email, "12345678", "\"Ada\"")),
                List.of("422", "/name", body.formatted(email, password, "\" \"")),
                List.of("422", "/name", body.formatted(email, password, "\"" + "x".repeat(101) + "\"")),
                List.of("422", "/name", body.formatted(email, password, "\"A\\u0000\"")),
                List.of("422", "/name", body.formatted(email, password, "\"A\\ud800\"")),
                List.of("422", "/name", body.formatted(email, password, "true")),
                List.of("422", "/email", "{}"),
                List.of("422", "", "[]"),
                List.of("422", "", "null"),
                List.of("422", "", "[".repeat(500) + "]".repeat(500)),
                List.of("422", "/name", "{\"name\":" + "[".repeat(500) + "]".repeat(500) + "}"),
                List.of("400", "", "{\"email\":"),
                List.of("400", "", ""),
                List.of("400", "", body.formatted(email, password, "\"Ada\"") + "x"),
                List.of("413", "", body.formatted(email, password, "\"" + "x".repeat(70_000) + "\"")));
    }

    @ParameterizedTest
    @MethodSource("refusedRegistrations")
    void refusesABadRegistration(List<String> row) {
        var reply = user.http.post("/users", row.get(2));
        assertProblem(reply, Integer.parseInt(row.getFirst()));
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(user.http.post("/sessions", LOG_IN).status()).isEqualTo(401);
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        var reply = user.http.post("/users", "{\"email\":\"x\",\"password\":\"x\",\"name\":\"\"}");
        assertThat(reply.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("/email", "/password", "/name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /sessions          | {}                                                  | 422",
                "POST  | /sessions          | {\"email\":\"x\",\"password\":\"correct horse\"}    | 422",
                "POST  | /sessions          | {\"email\":\"ada@example.com\"}                     | 422",
                "POST  | /sessions          | {\"email\":\"ada@example.com\",\"password\":1}      | 422",
                "POST  | /sessions          | {\"user\":\"ada@example.com\"}                      | 422",
                "POST  | /sessions          | {                                                   | 400",
                "POST  | /sessions/refresh  | {}                                                  | 422",
                "POST  | /sessions/refresh  | {\"refreshToken\":1}                                | 422",
                "POST  | /sessions/refresh  | {\"refreshToken\":\"invented\"}                     | 401",
                "PATCH | /users/me          | {}                                                  | 422",
                "PATCH | /users/me          | {\"name\":\"\"}                                     | 422",
                "PATCH | /users/me          | {\"name\":\"Eve\",\"email\":\"eve@example.com\"}    | 422",
                "PATCH | /users/me          | {\"name\":\"Eve\",\"roles\":[\"support\"]}          | 422",
                "PUT   | /users/me/password | {}                                                  | 422",
                "PUT   | /users/me/password | {\"oldPassword\":\"x\",\"newPassword\":\"short\"}   | 422",
                "PUT   | /users/me/password | {\"oldPassword\":\"x\",\"newPassword\":\"long enough\"} | 403",
                "PUT   | /users             | {}                                                  | 405",
                "GET   | /users/019aa000-0000-7000-8000-000000000001 | {}                         | 404",
            })
    void refusesABadRequest(String method, String path, String body, int status) {
        assertProblem(ada.caller().send(method, path, body), status);
        var now = ada.caller().get("/users/me").json();
        assertThat(now.path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(now.path("roles")).hasSize(1);
        assertThat(user.logIn("ada@example.com", RunningUser.PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void refusesABodyThatIsNotJson() {
        assertProblem(user.http.with("Content-Type", "text/xml").post("/users", "<user/>"), 415);
    }

    @Test
    void refusesWhoBringsNoTokenOrABadOne() {
        var foreign = new TestTokens();
        var unsigned = ada.accessToken().substring(0, ada.accessToken().lastIndexOf('.') + 1);
        var callers = List.of(
                user.http,
                user.http.with("Authorization", "Basic YWRhOmFkYQ=="),
                user.http.bearer("x.y.z"),
                user.http.bearer(unsigned),
                user.http.bearer(ada.refreshToken()),
                user.http.bearer(foreign.of(UUID.randomUUID())));
        for (var caller : callers) {
            assertProblem(caller.get("/users/me"), 401);
            assertProblem(caller.send("PATCH", "/users/me", "{\"name\":\"Eve\"}"), 401);
            assertProblem(caller.send("PUT", "/users/me/password", "{}"), 401);
            assertProblem(caller.delete("/sessions/current"), 401);
        }
    }

    private static void assertProblem(Http.Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.body()).doesNotContain("Exception", "SELECT", "dev.watertight");
    }
}
