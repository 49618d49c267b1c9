package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Everything a customer does once, and the traces it makes. */
final class Journeys {
    private final Http edge = new Http(Addresses.edge());
    private final Map<String, String> traceIds = new LinkedHashMap<>();
    private String cancelledId = "";

    /** Goes on all of them, and says the id of the trace of each. */
    Map<String, String> traceIds() {
        logIns();
        var customer = Customer.withRole("support");
        var http = customer.http();
        noted("browse the list", http.get("/products?limit=5"));
        noted("browse one product", http.get("/products/" + customer.anyProduct()));
        var order = orders(customer);
        noted("history", http.get("/orders"));
        noted("look at one order", http.get("/orders/" + id(order)));
        var payments = noted("payments", http.get("/payments?orderId=" + id(order)));
        noted(
                "refund",
                keyed(http)
                        .post(
                                "/payments/%s/refunds"
                                        .formatted(payments.at("/items/0/id").asText()),
                                """
                        {"amount":%s,"reason":"broken"}""".formatted(order.path("total"))));
        return traceIds;
    }

    /** Of the order that was cancelled. */
    String cancelledId() {
        return cancelledId;
    }

    private void logIns() {
        var email = "drill-" + UUID.randomUUID() + "@example.com";
        var password = UUID.randomUUID().toString();
        noted("register", edge.post("/users", Customer.registration(email, password)));
        var session = noted("log in", edge.post("/sessions", Customer.credentials(email, password)));
        noted("log in with a wrong password", edge.post("/sessions", Customer.credentials(email, email)));
        noted("refresh", edge.post("/sessions/refresh", """
                {"refreshToken":%s}""".formatted(session.path("refreshToken"))));
    }

    /** Returns the one that was confirmed and not cancelled. */
    private JsonNode orders(Customer customer) {
        var order = noted("order", customer.order("tok_approve"));
        var nothing = Goods.choose(0).scarce().id();
        noted("order what is out of stock", customer.orderOne(nothing, "tok_approve"));
        noted("order with a card that is declined", customer.order("tok_decline"));
        noted("order with an answer that is lost", customer.order("tok_lost_answer"));
        cancelledId = id(customer.order("tok_approve").json());
        noted("cancel", customer.http().post("/orders/%s/cancellation".formatted(cancelledId), ""));
        return order;
    }

    private JsonNode noted(String journey, Http.Reply reply) {
        traceIds.put(journey, reply.header("X-Trace-Id"));
        return reply.json();
    }

    private static Http keyed(Http http) {
        return http.with("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static String id(JsonNode json) {
        return json.path("id").asText();
    }
}
