package dev.watertight.chassis.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.client.RetryBudget;
import dev.watertight.chassis.testing.FakeService;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.chassis.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySetTest {
    @TempDir
    private Path folder;

    private final TestTokens tokens = new TestTokens();
    private final AtomicInteger fetches = new AtomicInteger();
    private final FakeService publisher =
            new FakeService(routing -> routing.get("/.well-known/jwks.json", (request, response) -> {
                fetches.incrementAndGet();
                response.send(tokens.jwks());
            }));

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void fetchesAKeyItDoesNotKnow() {
        assertThat(keys().byId(keyId())).isPresent();
    }

    @Test
    void fetchesNoMoreThanOnceForManyUnknownKeys() {
        var keys = keys();
        for (var i = 0; i < 20; i++) {
            keys.byId("forged-" + i);
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void fetchesNothingForAKeyItKnows() {
        var keys = keys();
        for (var i = 0; i < 20; i++) {
            keys.byId(keyId());
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void outlivesItsPublisher() {
        var keys = keys();
        keys.refetch();
        publisher.close();
        keys.byId("unknown");

        assertThat(keys.byId(keyId())).isPresent();
    }

    @Test
    void outlivesOurOwnRestart() {
        keys().refetch();
        publisher.close();

        assertThat(keys().byId(keyId())).isPresent();
    }

    @Test
    void takesATornFileForNone() throws IOException {
        Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[{\"kty");

        assertThat(keys().byId(keyId())).isPresent();
    }

    private KeySet keys() {
        var endpoints = List.of(publisher.endpoint("user-1"));
        return new KeySet(
                new RemoteService("user", () -> endpoints, new RetryBudget(), TestTelemetry.create()), folder);
    }

    private String keyId() {
        try {
            return JWKSet.parse(tokens.jwks()).getKeys().getFirst().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
