package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.LoopProcess;
import dev.watertight.drills.bench.Profile;
import dev.watertight.drills.bench.Rounds;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What an order costs in processor time, Order and its database together, against the same SQL in a bare loop: first when
 * it is confirmed in the request, then when it is only taken (202, workers would settle it). Both sides in turn, warm and
 * with both of the JVM's compilers, as in production; heap and collector stay the stack's. The spread of the rounds of one
 * side is the control.
 */
final class OrdersBench {
    private static final double MOST_TO_ACCEPT = 2.0;
    private static final double MOST_TO_CONFIRM = 3.0;
    private static final int CALLERS = 4;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = 3;

    /** Just more than Order keeps back for its answer, so that no step of settlement finds time. */
    private static final String NO_TIME_TO_SETTLE = "801";

    private final int orders = Integer.getInteger("watertight.bench.orders", 1_500);
    private final Customer customer = Customer.register();
    private final String product = customer.anyProduct();

    private record Sides(List<Double> service, List<Double> loop) {
        double ratio() {
            return Rounds.median(service, Double::doubleValue) / medianOfLoop();
        }

        /** Of one side in the middle value of the loop: how far rounds are apart. */
        List<Double> ofLoop(List<Double> side) {
            return Rounds.values(side, value -> value / medianOfLoop());
        }

        private double medianOfLoop() {
            return Rounds.median(loop, Double::doubleValue);
        }
    }

    @Test
    void costsLittleMoreThanItsSql() throws IOException {
        var files = new RunFiles("bench-orders");
        var stock = new Running(Part.named("order-1").pid());
        var command = stock.commandWithBothCompilers();
        var settings = stock.environment();
        Operator.watertight("fault", "kill", "order");
        try (var replica = new BenchedReplica("order-12", command, settings, Map.of("SHOP_WORKERS", "0"));
                var loop = LoopProcess.on(settings, command.subList(0, command.indexOf("-jar")))) {
            var order = customer.http().at(replica.publicAddress());
            var confirm = measure("confirmed", replica, loop, order, true);
            var parts = profile(replica, order, files.recording());
            var accept =
                    measure("accepted", replica, loop, order.with("X-Request-Deadline-Ms", NO_TIME_TO_SETTLE), false);
            var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench orders"));
            numbers.put("accepted", accept);
            numbers.put("confirmed", confirm);
            numbers.put("confirmedMillisByPart", parts);
            Progress.say("numbers: " + files.write(numbers));
            Progress.say("picture: " + files.write("svg", picture(accept, confirm)));
            assertThat(accept.ratio()).as("accepted").isLessThanOrEqualTo(MOST_TO_ACCEPT);
            assertThat(confirm.ratio()).as("confirmed").isLessThanOrEqualTo(MOST_TO_CONFIRM);
        } finally {
            Operator.watertight("fault", "clear");
        }
    }

    private static String picture(Sides accept, Sides confirm) {
        return new RoundsPlot("times the bare SQL")
                .column("taken", MOST_TO_ACCEPT, accept.ofLoop(accept.service()))
                .column("its bare SQL", accept.ofLoop(accept.loop()))
                .column("confirmed", MOST_TO_CONFIRM, confirm.ofLoop(confirm.service()))
                .column("its bare SQL", confirm.ofLoop(confirm.loop()))
                .svg("Processor time of an order beside its bare SQL");
    }

    /** Warms both up, then measures them in turn; milliseconds of processor time for each order. */
    private Sides measure(String name, BenchedReplica replica, LoopProcess loop, Http order, boolean confirmed) {
        var sides = new Sides(new ArrayList<>(), new ArrayList<>());
        for (var round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
            var answers = answers(confirmed, round);
            var service = cost(replica.running(), () -> place(order, answers));
            var bare = cost(loop.running(), () -> loop.write(confirmed, orders));
            Progress.say("%s, %s: Order %.3f ms, bare SQL %.3f ms"
                    .formatted(name, round > 0 ? "round " + round : "warm-up", service, bare));
            if (round > 0) {
                sides.service().add(service);
                sides.loop().add(bare);
            }
        }
        Progress.say("%s: %.2f times the bare SQL".formatted(name, sides.ratio()));
        return sides;
    }

    /** A young process may not settle its first orders in time. */
    private static Set<Integer> answers(boolean confirmed, int round) {
        return !confirmed ? Set.of(202) : round > 0 ? Set.of(201) : Set.of(201, 202);
    }

    /** What an order costs {@code process} and the database, while {@code work} writes so many of them. */
    private double cost(Running process, Runnable work) {
        var database = new Running(Part.named("order-db").pid());
        var before = process.cpu().plus(database.cpu());
        work.run();
        var used = process.cpu().plus(database.cpu()).minus(before);
        return used.toMillis() / (double) orders;
    }

    /** What an order costs Order by part, in milliseconds: where the rest goes. */
    private Map<String, Double> profile(BenchedReplica replica, Http order, Path recording) {
        var parts = Profile.ofEach(Profile.of(replica.running(), recording, () -> place(order, Set.of(201))), orders);
        parts.forEach((part, millis) -> Progress.say("%6.3f ms  %s".formatted(millis, part)));
        return parts;
    }

    private void place(Http order, Set<Integer> answers) {
        var left = new AtomicInteger(orders);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<?>>();
            for (var caller = 0; caller < CALLERS; caller++) {
                results.add(callers.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        var reply = order.with(
                                        "Idempotency-Key", UUID.randomUUID().toString())
                                .post("/orders", Customer.orderOf(product, 1, "tok_approve"));
                        assertThat(reply.status()).as(reply.body()).isIn(answers);
                    }
                }));
            }
            for (var result : results) {
                result.get(5, TimeUnit.MINUTES);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
