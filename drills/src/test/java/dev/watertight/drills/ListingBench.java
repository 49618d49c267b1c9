package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.bench.BareProductProcess;
import dev.watertight.drills.bench.OpenLoad;
import dev.watertight.drills.bench.Profile;
import dev.watertight.drills.bench.Rounds;
import dev.watertight.drills.bench.Running;
import dev.watertight.drills.report.RoundsPlot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What reading a product costs, Product and its database together, beside bare Helidon with the same SQL; and how much
 * longer a listing of 24 KB takes than an item of 1 KB, beside a server that leaves it to TCP when to send. Both sides in
 * turn, warm and with both of the JVM's compilers, as in production; the bare side is measured twice, as the control.
 */
final class ListingBench {
    private static final int ITEMS = 24;
    private static final int ITEM_BYTES = 1_024;

    /** What is in an item beside its description. */
    private static final int REST_BYTES = 216;

    private static final double MOST_OF_BARE = 1.35;
    private static final double MOST_OF_AN_ITEM = 5;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int CALLERS = 4;
    private static final int ASKED = 400;
    private static final Duration TIME = Duration.ofSeconds(10);

    private final int rounds = Integer.getInteger("watertight.bench.rounds", 3);
    private final String category = "bench-" + UUID.randomUUID();

    /**
     * Processor time of reading an item, in milliseconds, and the time until an answer is there, in milliseconds.
     *
     * @param alone of Product without its database
     */
    private record Round(
            double cost, double alone, double bare, double bareAgain, double item, double listing, double delayed) {
        double ofBare() {
            return cost / bare;
        }

        double bareOfBare() {
            return bareAgain / bare;
        }

        double ofAnItem() {
            return listing / item;
        }

        double delayedOfAnItem() {
            return delayed / item;
        }
    }

    @Test
    void costsLittleMoreThanItsSql() throws IOException {
        var stock = new Running(Part.named("product-1").pid());
        var command = stock.commandWithBothCompilers();
        var settings = stock.environment();
        var item = "/products/" + addItems();
        var listing = "/products?category=%s&limit=%d".formatted(category, ITEMS);
        try (var replica = new BenchedReplica("product-12", command, settings, Map.of()).hidden();
                var bare = BareProductProcess.on(settings, command.subList(0, command.indexOf("-jar")))) {
            assertThat(bytes(replica.publicAddress(), listing)).isBetween(ITEMS * 1_000, ITEMS * 1_100);
            assertThat(bytes(bare.address(), listing)).isBetween(ITEMS * 1_000, ITEMS * 1_100);
            var measured = new ArrayList<Round>();
            for (var round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
                measured.add(round(replica, bare, item, listing));
                Progress.say("%s: %s".formatted(round > 0 ? "round " + round : "warm-up", measured.getLast()));
            }
            var files = new RunFiles("bench-listing");
            judge(measured.subList(WARM_UP_ROUNDS, measured.size()), profile(replica, item, files.recording()), files);
        }
    }

    /** What reading an item costs Product by part, in milliseconds: where the rest goes. */
    private static Map<String, Double> profile(BenchedReplica replica, String item, Path recording) {
        var asked = new AtomicInteger();
        var millis = Profile.of(replica.running(), recording, () -> asked.set(answered(replica.publicAddress(), item)));
        var parts = Profile.ofEach(millis, asked.get());
        parts.forEach((part, each) -> Progress.say("%6.3f ms  %s".formatted(each, part)));
        return parts;
    }

    private Round round(BenchedReplica replica, BareProductProcess bare, String item, String listing) {
        var ours = cost(replica.running(), replica.publicAddress(), item);
        var theirs = cost(bare.running(), bare.address(), item);
        var theirsAgain = cost(bare.running(), bare.address(), item);
        return new Round(
                ours.both(),
                ours.alone(),
                theirs.both(),
                theirsAgain.both(),
                medianMillis(replica.publicAddress(), item),
                medianMillis(replica.publicAddress(), listing),
                medianMillis(bare.delayed(), listing));
    }

    /** @param both of the process and the database; milliseconds for each request */
    private record Cost(double alone, double both) {}

    private static Cost cost(Running process, URI address, String path) {
        var database = new Running(Part.named("product-db").pid());
        var before = process.cpu();
        var databaseBefore = database.cpu();
        var answered = (double) answered(address, path);
        var alone = process.cpu().minus(before).toMillis() / answered;
        var below = database.cpu().minus(databaseBefore).toMillis() / answered;
        return new Cost(alone, alone + below);
    }

    /** How many requests are answered by a server that is kept busy for a while; all must be. */
    private static int answered(URI address, String path) {
        var http = new Http(address);
        var outcomes = OpenLoad.saturate(CALLERS, TIME, () -> http.get(path).status());
        assertThat(outcomes.failed()).isZero();
        return outcomes.all().size();
    }

    private static double medianMillis(URI address, String path) {
        var http = new Http(address);
        var millis = IntStream.range(0, ASKED)
                .mapToObj(number -> {
                    var sent = System.nanoTime();
                    assertThat(http.get(path).status()).isEqualTo(200);
                    return (System.nanoTime() - sent) / 1e6;
                })
                .toList();
        return Rounds.median(millis, Double::doubleValue);
    }

    private void judge(List<Round> measured, Map<String, Double> parts, RunFiles files) {
        var ofBare = Rounds.median(measured, Round::ofBare);
        var ofAnItem = Rounds.median(measured, Round::ofAnItem);
        var delayed = Rounds.median(measured, Round::delayedOfAnItem);
        var numbers = new LinkedHashMap<String, Object>(Origin.measuredBy("./watertight bench listing"));
        numbers.put("costOfBare", ofBare);
        numbers.put("bareOfBare", Rounds.median(measured, Round::bareOfBare));
        numbers.put("listingOfAnItem", ofAnItem);
        numbers.put("delayedListingOfAnItem", delayed);
        numbers.put("itemMillisByPart", parts);
        numbers.put("rounds", measured);
        Progress.say("numbers: " + files.write(numbers));
        Progress.say("picture: " + files.write("svg", picture(measured)));
        assertThat(ofBare).as("cost").isLessThanOrEqualTo(MOST_OF_BARE);
        assertThat(ofAnItem).as("time").isLessThanOrEqualTo(MOST_OF_AN_ITEM);
        assertThat(delayed).as("to leave it to TCP must do worse").isGreaterThan(MOST_OF_AN_ITEM);
    }

    /** Without what Nagle's algorithm does, which is so much more that nothing else could be told apart beside it. */
    private static String picture(List<Round> measured) {
        return new RoundsPlot("ratio")
                .column("CPU of an item, of bare", MOST_OF_BARE, Rounds.values(measured, Round::ofBare))
                .column("bare again, of bare", Rounds.values(measured, Round::bareOfBare))
                .column("time of a listing, of an item", MOST_OF_AN_ITEM, Rounds.values(measured, Round::ofAnItem))
                .svg("What reading a product costs, and how long a listing takes");
    }

    /** Adds items of 1 KB; says the id of one. */
    private String addItems() {
        var http = Customer.withRole("merchandiser").http();
        var ids = IntStream.range(0, ITEMS)
                .mapToObj(number -> addItem(http, "BENCH-%s-%d".formatted(category.substring(6, 14), number)))
                .toList();
        return ids.getFirst();
    }

    private String addItem(Http http, String sku) {
        var added = http.post("/products", """
                {"sku":"%s","name":"Bench","category":"%s","description":"%s","price":{"amount":777,"currency":"EUR"}}""".formatted(sku, category, "x".repeat(ITEM_BYTES - REST_BYTES)));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        return added.json().path("id").asText();
    }

    private static int bytes(URI address, String path) {
        return new Http(address).get(path).body().length();
    }
}
