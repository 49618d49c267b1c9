package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Customers with orders, made before anything is measured, and the file that k6 reads them from. */
final class ScalingData {
    private static final int CUSTOMERS = 6;

    /** A page of the list of orders. */
    private static final int ORDERS = 20;

    /** A token lasts 15 minutes; what is begun with one that is younger than this ends long before. */
    private static final long OLD_NANOS = Duration.ofMinutes(5).toNanos();

    /** User may be under a quota, and still busy with what it was asked last. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final List<String> products;
    private List<Shopped> shoppers;
    private long renewedNanos;

    private record Shopped(Customer customer, List<String> orderIds) {}

    ScalingData(Path file) {
        this.file = file;
        this.renewedNanos = System.nanoTime();
        this.shoppers = IntStream.range(0, CUSTOMERS).mapToObj(_ -> shop()).toList();
        var listed = shoppers.getFirst().customer().http().get("/products?limit=100");
        this.products = StreamSupport.stream(listed.json().path("items").spliterator(), false)
                .map(product -> product.path("id").asText())
                .toList();
    }

    /** Logs all of them in again, as tokens last 15 minutes, and writes the file. */
    Path renewed() {
        renewedNanos = System.nanoTime();
        shoppers = shoppers.stream()
                .map(each -> new Shopped(loggedIn(each.customer()), each.orderIds()))
                .toList();
        try {
            MAPPER.writeValue(file.toFile(), content());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same if that was a while ago: between trials, as log-ins would be measured with whatever is measured. */
    void renewIfOld() {
        if (System.nanoTime() - renewedNanos > OLD_NANOS) {
            renewed();
        }
    }

    private static Customer loggedIn(Customer customer) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(customer::renewed, Optional::isPresent)
                .orElseThrow();
    }

    private Map<String, Object> content() throws IOException {
        var accounts = new ArrayList<JsonNode>();
        var customers = new ArrayList<Map<String, Object>>();
        for (var each : shoppers) {
            accounts.add(MAPPER.readTree(each.customer().credentials()));
            customers.add(Map.of("token", each.customer().token(), "orderIds", each.orderIds()));
        }
        return Map.of("accounts", accounts, "customers", customers, "productIds", products);
    }

    private static Shopped shop() {
        var customer = Customer.register();
        var product = customer.anyProduct();
        var ids = new ArrayList<String>();
        for (var number = 0; number < ORDERS; number++) {
            ids.add(idOf(customer.orderOne(product, "tok_approve")));
        }
        // An order that settles later is charged later, and its payment is what is asked for.
        ids.forEach(id -> customer.settled("/orders/" + id));
        return new Shopped(customer, ids);
    }

    private static String idOf(Http.Reply placed) {
        if (placed.status() != 201 && placed.status() != 202) {
            throw new AssertionError("no order was taken: " + placed.status() + " " + placed.body());
        }
        return placed.json().path("id").asText();
    }
}
