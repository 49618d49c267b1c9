package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.watertight.drills.Traffic.Guest;
import dev.watertight.drills.secrets.Canaries;
import dev.watertight.drills.secrets.Form;
import dev.watertight.drills.secrets.Kind;
import dev.watertight.drills.secrets.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Everything that can be done with the shop: each thing well, then badly in every way, then while the databases are down. */
final class Visits {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Guest STRANGER = new Guest("stranger", "");
    private static final Guest ORDER = new Guest("order", "");
    private static final Guest PAYMENT = new Guest("payment", "");

    private final Traffic traffic;
    private final Canaries canaries;

    Visits(Traffic traffic) {
        this.traffic = traffic;
        this.canaries = traffic.canaries();
    }

    void all() {
        var ada = ada();
        var product = sell(ada);
        buy(ada, product);
        var bob = registered("bob");
        unnamed();
        // By now most of it is there already, is stale or is too much; for others it is not theirs.
        List.of(ada, bob, STRANGER).forEach(guest -> everything(guest, Form.FINE));
        Stream.of(Form.values()).filter(form -> form != Form.FINE).forEach(form -> everything(ada, form));
        broken(ada, product);
    }

    /** Asks for everything in that form, in no order. */
    private void everything(Guest guest, Form form) {
        var requests = traffic.operations().stream()
                .filter(form::fits)
                .map(operation -> (Callable<Optional<Http.Reply>>) () -> traffic.send(guest, operation, form))
                .toList();
        try (var senders = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var request : senders.invokeAll(requests)) {
                request.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What no document names, at the edge and behind it. */
    private void unnamed() {
        traffic.send(STRANGER, unnamed(unknown("method"), "/products"), Form.FINE);
        traffic.send(STRANGER, unnamed("GET", "/" + unknown("path")), Form.FINE);
        traffic.send(STRANGER, unnamed("GET", "/products/none/" + unknown("path")), Form.FINE);
        traffic.send(
                STRANGER,
                unnamed("GET", "/products?%s=1&q=%s".formatted(unknown("query"), unknown("query"))),
                Form.FINE);
    }

    private String unknown(String what) {
        return canaries.hatch(traffic.rest(what), "CANARY%s", "an unknown " + what, "");
    }

    private static Operation unnamed(String method, String path) {
        return new Operation("edge", "edge.unnamed", method, path, true, List.of(), MissingNode.getInstance());
    }

    /** An order that is taken but not settled, and everything else that needs a database which is not there. */
    private void broken(Guest ada, JsonNode product) {
        String pending;
        try {
            List.of("user-db", "product-db", "payment-db").forEach(Visits::kill);
            pending = order(ada, product, canaries.hatchCard("paymentMethod of a pending order", ""));
            kill("order-db");
            everything(ada, Form.FINE);
        } finally {
            Operator.watertight("fault", "clear");
        }
        settled(ada, pending);
    }

    private static void kill(String database) {
        Operator.watertight("fault", "kill", database);
    }

    /** Somebody who may do everything. */
    private Guest ada() {
        var email = canaries.hatch(Kind.PERSONAL, "ada-%s@example.com", "ada's e-mail", "ada");
        var password = canaries.hatch(Kind.SECRET, "pass%s", "ada's password", "");
        var next = canaries.hatch(Kind.SECRET, "next%s", "ada's next password", "");
        var somebody = new Guest("ada", "");
        var id = traffic.does(somebody, "user.registerUser", "email", email, "password", password);
        Operator.watertight("grant", id.path("id").asText(), "merchandiser");
        Operator.watertight("grant", id.path("id").asText(), "support");
        var session = traffic.does(somebody, "user.logIn", "email", email, "password", password);
        var ada = guest("ada", "user.logIn", session);
        traffic.does(ada, "user.getMe");
        traffic.does(ada, "user.renameMe");
        traffic.does(ada, "user.getKeys");
        traffic.does(ada, "user.changePassword", "oldPassword", password, "newPassword", next);
        var fresh = traffic.does(
                ada,
                "user.refreshSession",
                "refreshToken",
                session.path("refreshToken").asText());
        traffic.does(ada, "user.logOut");
        return guest("ada", "user.refreshSession", fresh);
    }

    private Guest registered(String name) {
        var email = canaries.hatch(Kind.PERSONAL, "%s@example.com", name + "'s e-mail", name);
        var password = canaries.hatch(Kind.SECRET, "pass%s", name + "'s password", "");
        var somebody = new Guest(name, "");
        traffic.does(somebody, "user.registerUser", "email", email, "password", password);
        return guest(name, "user.logIn", traffic.does(somebody, "user.logIn", "email", email, "password", password));
    }

    /** Whose tokens are secrets, but in the answer that hands them out. */
    private Guest guest(String name, String operation, JsonNode session) {
        var home = traffic.newest(operation).place().name();
        var token = session.path("accessToken").asText();
        // The signature: without it the rest lets nobody in.
        canaries.add(Kind.SECRET, token.substring(token.lastIndexOf('.') + 1), name + "'s access token", home);
        canaries.add(Kind.SECRET, session.path("refreshToken").asText(), name + "'s refresh token", home);
        return new Guest(name, token);
    }

    /** Lists something new; returns what has been sold for long. */
    private JsonNode sell(Guest ada) {
        var sku = canaries.hatch(Kind.TYPED, "sku-%s", "a sku", "");
        var id = traffic.does(ada, "product.addProduct", "sku", sku).path("id").asText();
        traffic.does(ada, "product.setStock", "id", id);
        traffic.does(
                ada,
                "product.changeProduct",
                "id",
                id,
                "If-Match",
                traffic.newest("product.addProduct").reply().header("ETag"));
        traffic.does(ada, "product.getProduct", "id", id);
        traffic.does(ada, "product.listProducts");
        return new Http(Addresses.edge()).get("/products?limit=1").json().at("/items/0");
    }

    private void buy(Guest ada, JsonNode product) {
        var card = canaries.hatchCard("paymentMethod of a declined order", "");
        var declined = settled(ada, order(ada, product, card));
        traffic.does(ada, "order.getOrder", "id", declined);
        traffic.does(ada, "order.listOrders");
        var paid = settled(ada, order(ada, product, "tok_approve"));
        var payment = traffic.does(ada, "payment.findPayments", "orderId", paid)
                .at("/items/0/id")
                .asText();
        traffic.does(ada, "payment.getPayment", "id", payment);
        traffic.does(ada, "payment.refundPayment", "id", payment);
        traffic.does(ada, "order.cancelOrder", "id", paid);
        reserve(product);
        charge(product, declined, card);
    }

    /** What Order asks of Product. */
    private void reserve(JsonNode product) {
        var order = canaries.hatchId(Kind.TRACED, "an order that reserves", "");
        traffic.does(
                ORDER,
                "product.reserve",
                "orderId",
                order,
                "lines.productId",
                product.path("id").asText());
        traffic.does(ORDER, "product.reservation", "orderId", order);
        traffic.does(ORDER, "product.commit", "orderId", order);
        traffic.does(ORDER, "product.release", "orderId", order);
    }

    /**
     * What Order asks of Payment, and Payment of the acquirer. A charge that no order knows of would be missing in the books,
     * so one is cancelled before it comes, and one comes once more.
     */
    private void charge(JsonNode product, String declined, String card) {
        var order = canaries.hatchId(Kind.TRACED, "an order that is charged", "");
        traffic.does(ORDER, "payment.cancelCharge", "orderId", order);
        traffic.does(ORDER, "payment.chargeOrder", "orderId", order);
        traffic.does(ORDER, "payment.getCharge", "orderId", order);
        var price = product.at("/price/amount").asText();
        traffic.does(
                PAYMENT, "acquirer.charge", "Idempotency-Key", declined, "amount.amount", price, "paymentMethod", card);
        traffic.does(PAYMENT, "acquirer.getCharge", "key", declined);
        traffic.does(PAYMENT, "acquirer.refund", "chargeKey", declined);
    }

    private String order(Guest ada, JsonNode product, String paymentMethod) {
        var order = traffic.does(
                ada,
                "order.placeOrder",
                "lines.productId",
                product.path("id").asText(),
                "expectedTotal.amount",
                product.at("/price/amount").asText(),
                "paymentMethod",
                paymentMethod);
        return order.path("id").asText();
    }

    private String settled(Guest ada, String order) {
        var http = new Http(Addresses.edge()).bearer(ada.token());
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> Customer.isSettled(http.get("/orders/" + order)));
        return order;
    }
}
