package dev.watertight.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.FakeService;
import io.helidon.http.Method;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No e-mail, password or token gets into a log, a span or a metric, whatever goes wrong. */
final class SilenceTest {
    private static final String EMAIL = "canary-address@example.com";
    private static final String WRONG = "canary wrong password";
    private static final String FRESH = "canary fresh password";

    private final ConcurrentLinkedQueue<String> spans = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @Test
    void keepsSecretsOutOfEverySignal() {
        var log = new ByteArrayOutputStream();
        var before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (var collector = collector();
                var user = new RunningUser(folder, URI.create("http://127.0.0.1:" + port(collector)))) {
            var session = everythingThatCanHappen(user);
            await().until(() -> seen("PUT /users/me/password"));
            assertThat(signals(log, user))
                    .contains("a refresh token was used again", "users_registered_total", "INSERT INTO users")
                    .doesNotContain("canary", RunningUser.PASSWORD, session.refreshToken(), session.accessToken());
        } finally {
            System.setErr(before);
        }
    }

    private static RunningUser.LoggedIn everythingThatCanHappen(RunningUser user) {
        var session = user.loggedIn(EMAIL);
        user.register(EMAIL);
        user.logIn(EMAIL, WRONG);
        user.http.post("/sessions", "{\"email\":\"" + EMAIL + "\",\"canary\":1}");
        user.http.post("/users", "{\"email\":\"" + EMAIL + "\",\"password\":canary}");
        user.http.get("/users/me?token=canary");
        var second = RunningUser.LoggedIn.by(user.http, user.refresh(session.refreshToken()));
        user.refresh(second.refreshToken());
        user.refresh(session.refreshToken());
        session.caller().send("PUT", "/users/me/password", """
                {"oldPassword":"%s","newPassword":"%s"}""".formatted(RunningUser.PASSWORD, FRESH));
        return session;
    }

    private String signals(ByteArrayOutputStream log, RunningUser user) {
        return log.toString(StandardCharsets.UTF_8) + user.metrics() + String.join("", spans);
    }

    private boolean seen(String span) {
        return spans.stream().anyMatch(text -> text.contains(span));
    }

    private FakeService collector() {
        return new FakeService(routing -> routing.route(Method.POST, "/v1/traces", (request, response) -> {
            try (var body = request.content().inputStream()) {
                spans.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            response.send();
        }));
    }

    private static int port(FakeService service) {
        return service.endpoint("collector").port();
    }
}
