package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.collector.Sender;
import dev.watertight.drills.collector.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the collector hands to no store, should a service put it into an attribute of a span by mistake: the real one with the
 * shop's configuration, apart from the stack.
 */
final class CollectorRedactionTest {
    private static final String AS_SHIPPED = "{}";
    private static final String AS_IT_COMES =
            "service: {pipelines: {traces: {processors: [memory_limiter, tail_sampling]}}}";

    private static final String MASK = "****";
    private static final Duration ARRIVAL = Duration.ofSeconds(20);

    /** Each by a name that tells what it is. */
    private static final Map<String, String> NAMED = Map.of(
            "user.password", "correct horse",
            "http.request.header.Authorization", "Basic b25l",
            "http.request.header.set-cookie", "session=one",
            "payment.card_number", "one",
            "customer.e-mail", "one at example",
            "http.request.header.x-api-key", "one");

    /** Each within what a service does put into a span, with what may be left of it. */
    private static final Map<String, Masked> WITHIN = Map.of(
            "url.path", new Masked("/users/ada@example.org", "/users/****"),
            "url.full",
                    new Masked("http://127.0.0.1/orders?t=eyJhbGci.eyJzdWIi.c2ln", "http://127.0.0.1/orders?t=****"),
            "user_agent.original", new Masked("curl, Bearer c2VjcmV0", "curl, ****"),
            "order.note", new Masked("paid by 4111 1111 1111 1111", "paid by ****"));

    /** Of each kind one that is nothing of that. */
    private static final Map<String, String> HARMLESS = Map.of(
            "db.query.text", "SELECT id FROM users WHERE name = ?",
            "url.path", "/orders/01a22019-8731-715c-be05-44dfbf562085",
            "http.route", "/orders/{orderId}",
            "server.address", "127.0.0.1");

    private record Masked(String sent, String kept) {}

    @Test
    void keepsSecretsFromTheStoreAndNothingElse() {
        try (var collector = Operator.collector(AS_SHIPPED, Map.of());
                var store = new Store(collector.store());
                var twin = Operator.collector(AS_IT_COMES, Map.of());
                var storeOfTwin = new Store(twin.store());
                var sender = new Sender(collector.otlp(), twin.otlp())) {
            var secrets = new HashMap<>(NAMED);
            WITHIN.forEach((name, value) -> secrets.put(name, value.sent()));
            var telling = sender.span(secrets);
            var harmless = sender.span(HARMLESS);
            sender.flush();
            await().atMost(ARRIVAL).until(() -> store.hasSpan(telling) && store.hasSpan(harmless));
            await().atMost(ARRIVAL).until(() -> storeOfTwin.hasSpan(telling));

            NAMED.keySet()
                    .forEach(name ->
                            assertThat(store.tagOf(telling, name)).as(name).isEqualTo(MASK));
            WITHIN.forEach((name, value) ->
                    assertThat(store.tagOf(telling, name)).as(name).isEqualTo(value.kept()));
            HARMLESS.forEach((name, value) ->
                    assertThat(store.tagOf(harmless, name)).as(name).isEqualTo(value));
            secrets.forEach((name, value) -> assertThat(storeOfTwin.tagOf(telling, name))
                    .as("a twin that does not look: " + name)
                    .isEqualTo(value));
        }
    }
}
