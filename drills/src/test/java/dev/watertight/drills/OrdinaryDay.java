package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.OpenLoad;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What customers do, as {@code ./watertight load shop} has it, straight at some replicas: of twenty journeys sixteen look
 * around, one logs in and three order, always in the same order.
 */
final class OrdinaryDay {
    /** As the workload goes on unless told otherwise; far less than a replica of each service can do. */
    private static final double JOURNEYS_EACH_SECOND = 50;

    private static final int CALLERS = 4;
    private static final int OF = 20;
    private static final List<Integer> ORDERS = List.of(3, 10, 17);
    private static final int LOG_IN = 6;
    private static final int OK = 200;

    private final Http anybody = new Http(Addresses.edge());
    private Customer customer = Customer.register();
    private final String product;
    private final String search;
    private final String order;
    private final AtomicInteger journeys = new AtomicInteger();

    /** How many journeys were gone on, all to their end, and the trace of every request. */
    record Asked(int journeys, List<String> traces) {}

    OrdinaryDay() {
        var item = anybody.get("/products?limit=1").json().at("/items/0");
        this.product = item.path("id").asText();
        this.search =
                "/products?q=" + item.path("name").asText().substring(0, 3).strip();
        this.order = Customer.orderOf(product, 1, "tok_approve");
    }

    /** Once in a quarter of an hour at the least, for so long a token is good. */
    void renewToken() {
        customer = customer.renewed().orElseThrow();
    }

    /**
     * Asks at a steady rate.
     *
     * @param addresses where a service listens, by its name
     */
    Asked ask(Function<String, URI> addresses, Duration time) {
        var traces = new ConcurrentLinkedQueue<String>();
        var outcomes = OpenLoad.run(JOURNEYS_EACH_SECOND, time, () -> status(next(addresses), traces));
        assertThat(outcomes.of(OK)).isEqualTo(outcomes.all().size());
        return new Asked(outcomes.all().size(), List.copyOf(traces));
    }

    /** Asks as fast as a few can who wait for their answers. */
    void saturate(Function<String, URI> addresses, Duration time) {
        var forgotten = new ConcurrentLinkedQueue<String>();
        OpenLoad.saturate(CALLERS, time, () -> status(next(addresses), forgotten));
    }

    private List<Http.Reply> next(Function<String, URI> addresses) {
        var number = journeys.getAndIncrement() % OF;
        if (number == LOG_IN) {
            return logIn(addresses.apply("user"));
        }
        return ORDERS.contains(number) ? order(addresses.apply("order")) : look(addresses.apply("product"));
    }

    private List<Http.Reply> look(URI address) {
        var http = anybody.at(address);
        return List.of(http.get("/products?limit=20"), http.get(search), http.get("/products/" + product));
    }

    private List<Http.Reply> logIn(URI address) {
        return List.of(anybody.at(address).post("/sessions", customer.credentials()));
    }

    private List<Http.Reply> order(URI address) {
        var http = customer.http().at(address);
        var placed = http.with("Idempotency-Key", UUID.randomUUID().toString()).post("/orders", order);
        return List.of(placed, http.get(placed.header("Location")));
    }

    /** Of a journey: that of the first answer that is not what it should be. */
    private static int status(List<Http.Reply> replies, Queue<String> traces) {
        replies.forEach(reply -> traces.add(reply.header("X-Trace-Id")));
        return replies.stream()
                .mapToInt(Http.Reply::status)
                .filter(status -> status / 100 != 2)
                .findFirst()
                .orElse(OK);
    }
}
