package dev.watertight.drills.history;

import dev.watertight.drills.history.Intention.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a history together line by line; every order is one loaf of bread of one customer. */
final class MadeUpHistory {
    private static final String CUSTOMER = "ada";

    private final List<Intention> intentions = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<SeenOrder> orders = new ArrayList<>();
    private final List<SeenPayment> payments = new ArrayList<>();
    private final List<SeenStock> stocks = new ArrayList<>();

    static Answer took(int status, String orderId, String orderStatus) {
        return new Answer(status, "application/json", "/orders/" + orderId, orderId, orderStatus, "hash of " + orderId);
    }

    static Answer said(int status) {
        return new Answer(status, "application/problem+json", "", "", "", "hash of a problem");
    }

    MadeUpHistory intends(String key, Outcome outcome, long total) {
        intentions.add(new Intention(CUSTOMER, key, outcome, total));
        return this;
    }

    MadeUpHistory sent(String key, @Nullable Answer answer) {
        operations.add(new Operation(Operation.Kind.PLACE, CUSTOMER, key, answer));
        return this;
    }

    MadeUpHistory cancelled(String key, int status) {
        operations.add(new Operation(Operation.Kind.CANCEL, CUSTOMER, key, said(status)));
        return this;
    }

    MadeUpHistory ends(String orderId, String status, long total) {
        orders.add(new SeenOrder(CUSTOMER, orderId, status, total, Map.of("bread", 1)));
        return this;
    }

    MadeUpHistory paid(String orderId, long amount, long refunded) {
        payments.add(new SeenPayment(orderId, "approved", amount, refunded));
        return this;
    }

    MadeUpHistory stock(String productId, long before, long after) {
        stocks.add(new SeenStock(productId, before, after));
        return this;
    }

    /** What is wanted, is done and was paid for. */
    MadeUpHistory confirmed(String key, String orderId) {
        return intends(key, Outcome.CONFIRMED, 500)
                .ends(orderId, "confirmed", 500)
                .paid(orderId, 500, 0);
    }

    /** Shows the order to another customer from now on. */
    void givesAway(String orderId) {
        orders.replaceAll(order -> order.id().equals(orderId)
                ? new SeenOrder("bob", order.id(), order.status(), order.total(), order.quantities())
                : order);
    }

    List<Violation> violations() {
        return Checker.check(new Evidence(intentions, operations, orders, payments, stocks));
    }

    Verdict verdict() {
        return new Verdict(violations());
    }
}
