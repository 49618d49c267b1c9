package dev.watertight.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.OpenApi;
import dev.watertight.user.RunningUser.LoggedIn;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What people do with their accounts, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserServiceTest {
    private RunningUser user;

    @BeforeAll
    void start(@TempDir Path folder) {
        user = new RunningUser(folder);
    }

    @AfterAll
    void stop() {
        user.close();
    }

    @Test
    void registersAndShowsTheAccount() {
        var email = RunningUser.email();
        var registered = user.register(email.toUpperCase(Locale.ROOT));
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.json().path("email").asText()).isEqualTo(email);
        assertThat(registered.json().path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(registered.json().at("/roles/0").asText()).isEqualTo("customer");
        var shown = LoggedIn.by(user.http, user.logIn(email, RunningUser.PASSWORD))
                .caller()
                .get("/users/me");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(registered.json());
    }

    @Test
    void registersAnEmailOnce() {
        var email = RunningUser.email();
        user.register(email);
        var again = user.register(" " + email.toUpperCase(Locale.ROOT));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("email-taken");
    }

    @Test
    void logsInWithATokenThatThePublishedKeysVerify() throws ParseException, JOSEException {
        var email = RunningUser.email();
        user.register(email);
        var reply = user.logIn(email, RunningUser.PASSWORD);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.json().path("expiresIn").asInt()).isEqualTo(900);
        var token = SignedJWT.parse(reply.json().path("accessToken").asText());
        var key = JWKSet.parse(user.http.get("/.well-known/jwks.json").body())
                .getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    }

    @Test
    void tellsOtherServicesItsKeysToo() {
        var internal = new Http(user.service.http().internalPort()).get("/.well-known/jwks.json");
        assertThat(internal.status()).isEqualTo(200);
        assertThat(internal.json())
                .isEqualTo(user.http.get("/.well-known/jwks.json").json());
    }

    @Test
    void servesOnlyTheKeysInternally() {
        assertThat(new Http(user.service.http().internalPort()).get("/users/me").status())
                .isEqualTo(404);
    }

    @Test
    void answersAStrangerAsItAnswersAWrongPassword() {
        var email = RunningUser.email();
        user.register(email);
        var wrong = user.logIn(email, "wrong horse");
        var stranger = user.logIn(RunningUser.email(), "wrong horse");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.problem()).isEqualTo("invalid-credentials");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.body().replace(stranger.header("X-Trace-Id"), ""))
                .isEqualTo(wrong.body().replace(wrong.header("X-Trace-Id"), ""));
        assertThat(stranger.raw().headers().map().keySet())
                .isEqualTo(wrong.raw().headers().map().keySet());
    }

    @Test
    void exchangesARefreshTokenAndTakesAnOldOneForTheft() {
        var first = user.loggedIn(RunningUser.email());
        var second = LoggedIn.by(user.http, user.refresh(first.refreshToken()));
        assertThat(second.caller().get("/users/me").status()).isEqualTo(200);
        var third = LoggedIn.by(user.http, user.refresh(second.refreshToken()));
        assertThat(user.refresh(first.refreshToken()).problem()).isEqualTo("invalid-refresh-token");
        assertThat(user.refresh(third.refreshToken()).status()).isEqualTo(401);
    }

    @Test
    void logsOut() {
        var email = RunningUser.email();
        var here = user.loggedIn(email);
        var elsewhere = user.loggedIn(email);
        assertThat(here.caller().delete("/sessions/current").status()).isEqualTo(204);
        assertThat(here.caller().delete("/sessions/current").status()).isEqualTo(204);
        assertThat(user.refresh(here.refreshToken()).status()).isEqualTo(401);
        assertThat(user.refresh(elsewhere.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void renames() {
        var ada = user.loggedIn(RunningUser.email()).caller();
        var renamed = ada.send("PATCH", "/users/me", "{\"name\":\" Ada King \"}");
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(renamed.json().path("name").asText()).isEqualTo("Ada King");
        assertThat(ada.get("/users/me").json()).isEqualTo(renamed.json());
    }

    @Test
    void changesThePasswordAndEndsTheOtherSessions() {
        var email = RunningUser.email();
        var here = user.loggedIn(email);
        var elsewhere = user.loggedIn(email);
        var changed = here.caller().send("PUT", "/users/me/password", """
                {"oldPassword":"%s","newPassword":"a fresh horse"}""".formatted(RunningUser.PASSWORD));
        assertThat(changed.status()).isEqualTo(204);
        assertThat(user.logIn(email, RunningUser.PASSWORD).status()).isEqualTo(401);
        assertThat(user.logIn(email, "a fresh horse").status()).isEqualTo(201);
        assertThat(user.refresh(elsewhere.refreshToken()).status()).isEqualTo(401);
        assertThat(user.refresh(here.refreshToken()).status()).isEqualTo(200);
    }

    @Test
    void servesTheApiItDocuments() {
        assertThat(user.http.get("/openapi.yaml").body()).contains("title: User");
        assertThat(user.service.operations()).isEqualTo(OpenApi.operations());
    }

    @Test
    void measuresRegistrationsAndLogIns() {
        var email = RunningUser.email();
        user.loggedIn(email);
        user.logIn(email, "wrong horse");
        assertThat(user.metrics())
                .containsPattern("users_registered_total [1-9]")
                .containsPattern("users_logins_total\\{outcome=\"ok\"\\} [1-9]")
                .containsPattern("users_logins_total\\{outcome=\"refused\"\\} [1-9]")
                .contains("http_route=\"/sessions\"");
    }
}
