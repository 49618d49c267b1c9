package dev.watertight.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.OpenApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What customers do with Order, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrderServiceTest {
    private static final int CUSTOMERS = RunningOrder.MOST_AT_ONCE + 8;
    private static final int MOST_AT_PRODUCT = RunningOrder.MOST_AT_ONCE / 2;

    private RunningOrder order;

    @BeforeAll
    void start(@TempDir Path stateDir) {
        order = new RunningOrder(stateDir);
    }

    @BeforeEach
    void healthy() {
        order.neighbours.behave();
    }

    @AfterAll
    void stop() {
        order.close();
    }

    @Test
    void confirmsAnOrderInTheRequest() {
        var reply = order.place("confirms");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("status").asText()).isEqualTo("confirmed");
        assertThat(reply.json().at("/total/amount").asLong()).isEqualTo(1998);
        assertThat(reply.json().at("/lines/0/name").asText()).isEqualTo("Lamp");
    }

    @Test
    void saysWhereTheOrderIsAndShowsItThere() {
        var placed = order.place("location");
        var shown = order.caller().get(placed.header("Location"));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json()).isEqualTo(placed.json());
    }

    @Test
    void replaysTheAnswerToTheByte() {
        var first = order.place("replay");
        var second = order.place("replay");
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    }

    @Test
    void leavesRoomForWhatAsksNobodyWhileProductHangs() {
        try (var customers = Executors.newVirtualThreadPerTaskExecutor();
                var _ = order.neighbours.hold()) {
            var answered = new AtomicInteger();
            IntStream.range(0, CUSTOMERS)
                    .forEach(number -> customers.execute(() -> {
                        order.place("hangs-" + number);
                        answered.incrementAndGet();
                    }));
            await().until(() ->
                    order.neighbours.mostWaiting() == MOST_AT_PRODUCT && answered.get() >= CUSTOMERS - MOST_AT_PRODUCT);

            assertThat(order.caller().get("/orders").status()).isEqualTo(200);
            assertThat(order.neighbours.mostWaiting()).isEqualTo(MOST_AT_PRODUCT);
        }
    }

    @Test
    void takesAQuotedKeyForTheSameAsABareOne() {
        assertThat(order.place("\"quoted\"").body())
                .isEqualTo(order.place("quoted").body());
    }

    @Test
    void refusesAKeyThatCameWithAnotherBody() {
        order.place("reused");
        var reply = order.caller()
                .with("Idempotency-Key", "reused")
                .post("/orders", RunningOrder.LAMPS.replace(":2", ":3"));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void makesTwoOrdersOfOneKeyOfTwoCustomers() {
        var other = order.stranger().with("Idempotency-Key", "shared");
        assertThat(other.post("/orders", RunningOrder.LAMPS).json().path("id"))
                .isNotEqualTo(order.place("shared").json().path("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out-of-stock", "unknown-product", "payment-declined"})
    void rejectsWithAReason(String reason) {
        order.neighbours.refuse(reason);
        var reply = order.place(reason);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("status").asText()).isEqualTo("rejected");
        assertThat(reply.json().path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void takesAnOrderWhilePaymentIsAwayAndSettlesItLater() {
        order.neighbours.silence();
        var reply = order.place("later");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("pending");
        order.neighbours.behave();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> order.caller()
                        .get(reply.header("Location"))
                        .json()
                        .path("status")
                        .asText()
                        .equals("confirmed"));
        assertThat(order.place("later").body()).isEqualTo(reply.body());
    }

    @Test
    void continuesTheCallersTraceAndNamesItInTheAnswer() {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var reply = order.caller()
                .with("traceparent", "00-" + trace + "-b7ad6b7169203331-00")
                .with("Idempotency-Key", "traced")
                .post("/orders", RunningOrder.LAMPS);
        assertThat(reply.header("X-Trace-Id")).isEqualTo(trace);
        assertThat(order.neighbours.lastTrace()).isEqualTo(trace);
    }

    @Test
    void listsOnlyOnesOwnOrders() {
        var mine = order.stranger().with("Idempotency-Key", "mine");
        var placed = mine.post("/orders", RunningOrder.LAMPS);
        var items = mine.get("/orders?limit=1").json().path("items");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("id")).isEqualTo(placed.json().path("id"));
    }

    @Test
    void pagesThroughTheList() {
        var mine = order.stranger();
        Stream.of("1", "2", "3")
                .forEach(key -> mine.with("Idempotency-Key", key).post("/orders", RunningOrder.LAMPS));
        var first = mine.get("/orders?limit=2").json();
        var second =
                mine.get("/orders?limit=2&after=" + first.path("next").asText()).json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void showsAnothersOrderAsLittleAsAnAbsentOne() {
        var foreign = order.stranger().get(order.place("foreign").header("Location"));
        var absent = order.caller().get("/orders/" + UUID.randomUUID());
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.json().path("type")).isEqualTo(absent.json().path("type"));
        assertThat(foreign.json().path("detail")).isEqualTo(absent.json().path("detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders?limit=0", "/orders?limit=101", "/orders?limit=x", "/orders?after=x"})
    void refusesABadPage(String path) {
        assertThat(order.caller().get(path).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/1", "/orders/1-1-1-1-1", "/orders/x/y", "/nowhere"})
    void findsNothingUnderWhatIsNoId(String path) {
        assertThat(order.caller().get(path).status()).isEqualTo(404);
    }

    @Test
    void namesTheMethodsOfAPath() {
        var reply = order.caller().delete("/orders");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void servesTheApiItDocuments() {
        assertThat(order.http.get("/openapi.yaml").body()).contains("title: Order");
        assertThat(order.service.operations()).isEqualTo(OpenApi.operations());
    }

    @Test
    void measuresOrdersByOutcome() {
        order.place("measured");
        var metrics = new Http(order.service.http().adminPort()).get("/metrics").body();
        assertThat(metrics)
                .contains("orders_settled_total{outcome=\"confirmed\"")
                .contains("http_server_request_duration_seconds_bucket")
                .contains("http_route=\"/orders\"");
    }
}
