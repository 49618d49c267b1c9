package dev.watertight.chassis.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.client.CallLimits;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.chassis.client.RetryBudget;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.chassis.testing.FakeService;
import dev.watertight.chassis.testing.TestTelemetry;
import dev.watertight.chassis.testing.TestTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySetTest {
    @TempDir
    private Path folder;

    private final TestTokens tokens = new TestTokens();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final FakeService publisher =
            new FakeService(routing -> routing.get("/.well-known/jwks.json", (request, response) -> {
                fetches.incrementAndGet();
                asked.countDown();
                // Nobody opens it: the answer takes its time.
                new CountDownLatch(1).await(delay.toMillis(), TimeUnit.MILLISECONDS);
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
    void letsNobodyWaitForAnothersFetch() throws InterruptedException {
        tokens.publishTo(folder);
        delay = Duration.ofSeconds(1);
        var keys = keys();
        var first = CompletableFuture.runAsync(() -> keys.byId("forged"));
        asked.await();

        assertThat(keys.byId("forged too")).isEmpty();
        assertThat(first).isNotDone();
    }

    @Test
    void waitsForAnothersFetchOfTheFirstKeys() throws InterruptedException {
        delay = Duration.ofMillis(300);
        var keys = keys();
        var _ = CompletableFuture.runAsync(() -> keys.byId("forged"));
        asked.await();

        assertThat(keys.byId(keyId())).isPresent();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void refreshesWhatItHasFromBeforeItsStartOnce() {
        tokens.publishTo(folder);
        var keys = keys();
        for (var i = 0; i < 20; i++) {
            keys.refresh();
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void givesASlowPublisherAPauseAfterItsAnswer() {
        delay = Duration.ofMillis(1100);
        var keys = keys();
        keys.byId("forged");
        keys.byId("forged too");

        assertThat(fetches).hasValue(1);
    }

    @Test
    void saysThatItHasNoKeysRatherThanThatTheTokenIsBad() {
        publisher.close();
        var keys = keys();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> keys.byId(keyId()))
                .satisfies(e -> assertThat(e.problem().slug()).isEqualTo("keys-unavailable"))
                .satisfies(e -> assertThat(e.problem().status()).isEqualTo(503))
                .satisfies(e -> assertThat(e.problem().retryAfter()).isPositive());
    }

    @Test
    void worksWithoutAPlaceToKeepTheKeys() throws IOException {
        var taken = Files.createFile(folder.resolve("taken"));

        assertThat(keys(taken.resolve("state")).byId(keyId())).isPresent();
    }

    @Test
    void makesThePlaceToKeepTheKeys() {
        var fresh = folder.resolve("not").resolve("there");
        keys(fresh).refetch();

        assertThat(fresh.resolve("jwks.json")).hasContent(tokens.jwks());
    }

    @Test
    void leavesNothingBehindOfKeysItCouldNotKeep() throws IOException {
        var inTheWay = Files.createDirectory(folder.resolve("jwks.json"));

        assertThat(keys().byId(keyId())).isPresent();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(inTheWay);
        }
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
        return keys(folder);
    }

    private KeySet keys(Path stateDir) {
        var endpoints = List.of(publisher.endpoint("user-1"));
        return new KeySet(
                new RemoteService(
                        "user", () -> endpoints, new CallLimits(new RetryBudget(), 1), TestTelemetry.create()),
                stateDir);
    }

    private String keyId() {
        try {
            return JWKSet.parse(tokens.jwks()).getKeys().getFirst().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
