package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.history.SeenOrder;
import dev.watertight.drills.history.SeenPayment;
import dev.watertight.drills.history.SeenStock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks the shop for everything it shows of some customers' orders. */
final class Findings {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LOOKERS = 8;

    private final List<Shopper> shoppers;

    Findings(List<Shopper> shoppers) {
        this.shoppers = shoppers;
    }

    /** Every order the customers have, whether they know of it or not. */
    List<SeenOrder> orders() {
        return together(shoppers.stream()
                        .map(shopper -> (Callable<List<SeenOrder>>) () -> ordersOf(shopper))
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    List<SeenPayment> payments(List<SeenOrder> orders) {
        var byId = new HashMap<String, Shopper>();
        shoppers.forEach(shopper -> byId.put(shopper.id(), shopper));
        return together(orders.stream()
                        .map(order -> (Callable<List<SeenPayment>>)
                                () -> paymentsOf(Objects.requireNonNull(byId.get(order.customer())), order.id()))
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    List<SeenStock> stocks(Goods goods) {
        return goods.all().stream()
                .map(product -> new SeenStock(
                        product.id(),
                        product.available(),
                        Goods.Product.of(look(shoppers.getFirst(), "/products/" + product.id()))
                                .available()))
                .toList();
    }

    private static List<SeenOrder> ordersOf(Shopper shopper) {
        var orders = new ArrayList<SeenOrder>();
        for (var path = "/orders?limit=100"; !path.isEmpty(); ) {
            var page = look(shopper, path);
            page.path("items").forEach(order -> orders.add(order(shopper, order)));
            var next = page.path("next").asText();
            path = next.isEmpty() ? "" : "/orders?limit=100&after=" + next;
        }
        return orders;
    }

    private static SeenOrder order(Shopper shopper, JsonNode order) {
        var quantities = new HashMap<String, Integer>();
        order.path("lines")
                .forEach(line -> quantities.put(
                        line.path("productId").asText(), line.path("quantity").asInt()));
        return new SeenOrder(
                shopper.id(),
                order.path("id").asText(),
                order.path("status").asText(),
                order.at("/total/amount").asLong(),
                Map.copyOf(quantities));
    }

    private static List<SeenPayment> paymentsOf(Shopper shopper, String orderId) {
        var payments = new ArrayList<SeenPayment>();
        look(shopper, "/payments?orderId=" + orderId)
                .path("items")
                .forEach(payment -> payments.add(new SeenPayment(
                        orderId,
                        payment.path("status").asText(),
                        payment.at("/amount/amount").asLong(),
                        payment.at("/refunded/amount").asLong())));
        return payments;
    }

    private static JsonNode look(Shopper shopper, String path) {
        return await("an answer at " + path)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO) // Else every answer of thousands would be waited for.
                .until(() -> shopper.look(path), Optional::isPresent)
                .orElseThrow();
    }

    private static <T> List<T> together(List<Callable<T>> questions) {
        try (var lookers = Executors.newFixedThreadPool(LOOKERS)) {
            var answers = new ArrayList<T>();
            for (var answer : lookers.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
