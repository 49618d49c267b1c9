package dev.watertight.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.chassis.testing.FakeService;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An acquirer played by a real server, with its ways of going wrong; it knows what money it took. As at the sandbox, a
 * refund cannot have the key of a charge.
 */
final class CardNetwork implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FakeService server = new FakeService(this::routes);
    private final Map<String, String> decisions = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> requests = new ConcurrentHashMap<>();
    private final Map<String, String> refunds = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> given = new ConcurrentHashMap<>();
    private final Set<String> mishaps = ConcurrentHashMap.newKeySet();
    private final AtomicLong taken = new AtomicLong();
    private volatile CountDownLatch slow = new CountDownLatch(1);
    private volatile boolean away;

    URI url() {
        var endpoint = server.endpoint("acquirer-1");
        return URI.create("http://%s:%d".formatted(endpoint.host(), endpoint.port()));
    }

    /** All the money taken so far, in minor units. */
    long taken() {
        return taken.get();
    }

    /** What went back of a charge, in minor units. */
    long given(String chargeKey) {
        return given.getOrDefault(chargeKey, new AtomicLong()).get();
    }

    /** Gives money back behind the shop's back. */
    void give(String chargeKey, long amount) {
        given.computeIfAbsent(chargeKey, _ -> new AtomicLong()).addAndGet(amount);
    }

    boolean hasTaken(String key) {
        return decisions.getOrDefault(key, "").contains("approved");
    }

    /** From now on it answers nothing of use, or again. */
    void away(boolean now) {
        away = now;
    }

    /** Lets slow charges end. */
    void hurryUp() {
        slow.countDown();
        slow = new CountDownLatch(1);
    }

    @Override
    public void close() {
        hurryUp();
        server.close();
    }

    private void routes(HttpRouting.Builder routing) {
        routing.post("/charges", this::charge).get("/charges/{key}", this::find).post("/refunds", this::refund);
    }

    private void charge(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        var body = MAPPER.readTree(request.content().as(byte[].class));
        if (away) {
            json(response, 503, "{}");
            return;
        }
        var key = request.headers().get(HeaderNames.create("Idempotency-Key")).get();
        switch (body.path("paymentMethod").asText()) {
            case "tok_decline" -> answer(response, key, body, "{\"status\":\"declined\",\"reason\":\"refused\"}");
            case "tok_broke" ->
                answer(response, key, body, "{\"status\":\"declined\",\"reason\":\"insufficient-funds\"}");
            case "tok_lost_answer" -> {
                decide(key, body, "{\"status\":\"approved\"}");
                if (mishaps.add(key)) {
                    throw new CloseConnectionException("lost");
                }
                answer(response, key, body, "");
            }
            case "tok_error_once" -> {
                if (mishaps.add(key)) {
                    json(response, 500, "{}");
                } else {
                    answer(response, key, body, "{\"status\":\"approved\"}");
                }
            }
            case "tok_slow" -> {
                if (slow.await(10, TimeUnit.SECONDS)) {
                    answer(response, key, body, "{\"status\":\"approved\"}");
                }
            }
            case "tok_refused" -> json(response, 422, "{}");
            default -> answer(response, key, body, "{\"status\":\"approved\",\"new\":\"field\"}");
        }
    }

    private void refund(ServerRequest request, ServerResponse response) throws IOException {
        var body = MAPPER.readTree(request.content().as(byte[].class));
        var key = request.headers().get(HeaderNames.create("Idempotency-Key")).get();
        if (decisions.containsKey(key)) {
            json(response, 422, "{}");
            return;
        }
        var charge = requests.get(body.path("chargeKey").asText());
        var token = charge == null ? "" : charge.path("paymentMethod").asText();
        if (away || (token.equals("tok_refund_error_once") && mishaps.add(key))) {
            json(response, 503, "{}");
            return;
        }
        var decision = refunds.computeIfAbsent(key, _ -> {
            if (token.equals("tok_refund_refused")) {
                return "{\"status\":\"declined\",\"reason\":\"not-charged\"}";
            }
            give(body.path("chargeKey").asText(), body.at("/amount/amount").asLong());
            return "{\"status\":\"approved\"}";
        });
        if (token.equals("tok_refund_lost_answer") && mishaps.add(key)) {
            throw new CloseConnectionException("lost");
        }
        json(response, 201, decision);
    }

    private void answer(ServerResponse response, String key, JsonNode body, String decision) {
        json(response, 201, decide(key, body, decision));
    }

    private String decide(String key, JsonNode body, String decision) {
        return decisions.computeIfAbsent(key, _ -> {
            requests.put(key, body);
            if (decision.contains("approved")) {
                taken.addAndGet(body.at("/amount/amount").asLong());
            }
            return decision;
        });
    }

    private void find(ServerRequest request, ServerResponse response) {
        var key = request.path().pathParameters().get("key");
        var decision = decisions.get(key);
        if (away) {
            json(response, 503, "{}");
        } else if (decision == null) {
            json(response, 404, "{}");
        } else {
            json(response, 200, statement(key, decision));
        }
    }

    private String statement(String key, String decision) {
        var amount = Objects.requireNonNull(requests.get(key)).path("amount");
        return decision.replaceFirst("}$", ",\"amount\":%s,\"refunded\":%d}".formatted(amount, given(key)));
    }

    private static void json(ServerResponse response, int status, String body) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/json")
                .send(body);
    }
}
