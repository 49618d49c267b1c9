package dev.watertight.acquirer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.acquirer.domain.GiveRefund;
import dev.watertight.acquirer.domain.InMemoryBooks;
import dev.watertight.acquirer.domain.TakeCharge;
import dev.watertight.acquirer.http.AcquirerRoutes;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Payment meets at the acquirer, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AcquirerServiceTest {
    private RunningAcquirer acquirer;

    @BeforeAll
    void start(@TempDir Path folder) {
        acquirer = new RunningAcquirer(folder);
    }

    @AfterAll
    void stop() {
        acquirer.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tok_approve, approved, ''",
        "tok_slow, approved, ''",
        "tok_decline, declined, refused",
        "tok_insufficient_funds, declined, insufficient-funds",
        "tok_of_nobody, declined, invalid-method"
    })
    void decidesAsTheTokenSays(String token, String status, String reason) {
        var reply = acquirer.charge(token, token);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("status").asText()).isEqualTo(status);
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
        assertThat(reply.json().at("/amount/amount").asLong()).isEqualTo(1999);
        assertThat(acquirer.charge(token, token).body()).isEqualTo(reply.body());
        assertThat(acquirer.decision(token)).isEqualTo(reply.body());
    }

    @Test
    void takesTheMoneyAndDropsTheConnectionOnce() {
        assertThatThrownBy(() -> acquirer.charge("lost", "tok_lost_answer"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(acquirer.http.get("/charges/lost").json().path("status").asText())
                .isEqualTo("approved");
        assertThat(acquirer.charge("lost", "tok_lost_answer").status()).isEqualTo(201);
    }

    @Test
    void failsOnceAndThenApproves() {
        var first = acquirer.charge("error", "tok_error_once");
        assertThat(first.status()).isEqualTo(500);
        assertThat(first.problem()).isEqualTo("internal-error");
        assertThat(acquirer.http.get("/charges/error").status()).isEqualTo(404);
        assertThat(acquirer.charge("error", "tok_error_once")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("approved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_approve", "tok_slow"})
    void decidesOnceForManyCopiesAtOnce(String token) throws InterruptedException {
        var key = "copies-" + token;
        Callable<String> copy = () -> acquirer.charge(key, token).body();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bodies = threads.invokeAll(Collections.nCopies(20, copy)).stream()
                    .map(Future::resultNow)
                    .distinct();
            assertThat(bodies).hasSize(1);
        }
    }

    @Test
    void refusesAKeyThatCameWithAnotherBody() {
        acquirer.charge("reused", "tok_approve");
        var reply = acquirer.charge("reused", "tok_decline");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("idempotency-key-reused");
        assertThat(acquirer.http.get("/charges/reused").json().path("status").asText())
                .isEqualTo("approved");
    }

    @Test
    void hasNeverSeenWhatNobodySent() {
        assertThat(acquirer.http.get("/charges/never").status()).isEqualTo(404);
    }

    @Test
    void givesBackWhatItTookAndNoMore() {
        acquirer.charge("refunded", "tok_approve");
        var refund = acquirer.refund("refund-1", "refunded", 1999);
        assertThat(refund.status()).isEqualTo(201);
        assertThat(refund.json().path("status").asText()).isEqualTo("approved");
        assertThat(acquirer.refund("refund-1", "refunded", 1999).body()).isEqualTo(refund.body());
        assertThat(acquirer.refund("refund-2", "refunded", 1)
                        .json()
                        .path("reason")
                        .asText())
                .isEqualTo("exceeds-charge");
        assertThat(acquirer.refund("refund-1", "refunded", 1).problem()).isEqualTo("idempotency-key-reused");
        assertThat(acquirer.refund("refund-3", "never", 1).problem()).isEqualTo("unknown-charge");
    }

    @Test
    void refusesARefundUnderTheKeyOfACharge() {
        acquirer.charge("both", "tok_approve");
        assertThat(acquirer.refund("both", "both", 1).problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void tellsWhatWentBackOfACharge() {
        acquirer.charge("told", "tok_approve");
        assertThat(acquirer.http.get("/charges/told").json().path("refunded").asLong(-1))
                .isZero();
        acquirer.refund("told-1", "told", 500);
        acquirer.refund("told-2", "told", 9000);
        acquirer.refund("told-3", "told", 250);
        assertThat(acquirer.http.get("/charges/told").json().path("refunded").asLong())
                .isEqualTo(750);
        assertThat(acquirer.charge("told", "tok_approve").json().has("refunded"))
                .isFalse();
    }

    private static List<List<String>> refusedBodies() {
        var good = RunningAcquirer.body(1, "tok_approve");
        return List.of(
                List.of("422", "/surprise", "{\"surprise\":1," + good.substring(1)),
                List.of("422", "/amount/amount", RunningAcquirer.body(-1, "tok_approve")),
                List.of("422", "/amount/amount", good.replace(":1,", ":1.5,")),
                List.of("422", "/amount/amount", good.replace(":1,", ":\"1\",")),
                List.of("422", "/amount/currency", good.replace("EUR", "euro")),
                List.of("422", "/amount", "{\"paymentMethod\":\"tok_approve\"}"),
                List.of("422", "/paymentMethod", RunningAcquirer.body(1, "")),
                List.of("422", "/paymentMethod", RunningAcquirer.body(1, "t".repeat(65))),
                List.of("400", "", "{\"amount\":"),
                List.of("413", "", RunningAcquirer.body(1, "t".repeat(70_000))));
    }

    @ParameterizedTest
    @MethodSource("refusedBodies")
    void refusesABadBody(List<String> row) {
        var key = String.valueOf(row.hashCode());
        var reply = acquirer.http.with("Idempotency-Key", key).post("/charges", row.get(2));
        assertThat(reply.status()).as(reply.body()).isEqualTo(Integer.parseInt(row.getFirst()));
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(row.get(1));
        assertThat(acquirer.http.get("/charges/" + key).status()).isEqualTo(404);
    }

    @Test
    void refusesARequestWithoutAKey() {
        for (var path : List.of("/charges", "/refunds")) {
            var reply = acquirer.http.post(path, RunningAcquirer.body(1, "tok_approve"));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.problem()).isEqualTo("idempotency-key-required");
        }
    }

    @Test
    void refusesABadRefund() {
        Http refunds = acquirer.http.with("Idempotency-Key", "bad");
        assertThat(refunds.post("/refunds", "{}").json().path("errors")).hasSize(2);
    }

    @Test
    void documentsWhatItServes() {
        var books = new InMemoryBooks();
        var clock = Clock.systemUTC();
        var routes =
                new AcquirerRoutes(new TakeCharge(books, clock, _ -> {}), new GiveRefund(books, clock), books).routes();
        assertThat(routes.operations()).isEqualTo(OpenApi.operations());
        assertThat(acquirer.http.get("/openapi.yaml").body()).contains("title: Sandbox card acquirer");
    }
}
