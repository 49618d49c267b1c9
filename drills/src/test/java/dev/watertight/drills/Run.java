package dev.watertight.drills;

import dev.watertight.drills.history.Checker;
import dev.watertight.drills.history.Evidence;
import dev.watertight.drills.history.History;
import dev.watertight.drills.history.Operation;
import dev.watertight.drills.history.Verdict;
import dev.watertight.drills.history.Violation;
import dev.watertight.drills.report.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of a drill: customers shop, something breaks, and in the end everything is counted. */
final class Run implements AutoCloseable {
    /** Of every so many orders one unit of the scarce product is there; six in a hundred ask for it. */
    private static final int ORDERS_PER_SCARCE_UNIT = 40;

    private static final int SETTLED_WITHIN_SECONDS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String name;
    private final Map<String, String> origin;
    private final RunFiles files;
    private final History history;
    private final Market market;
    private final Goods goods;
    private final Saboteur saboteur;
    private final Timeline timeline;

    /**
     * @param again keys that had to be asked for once more when all was over
     * @param seconds until the last order was settled, since nothing broke any more and no new one came
     * @param overdue orders that were not
     */
    record Settling(int again, double seconds, List<String> overdue) {}

    /** @param name as in {@code ./watertight drill NAME}, which does things at random */
    Run(String name, Scale scale, Market.Size size) {
        this(name, Origin.of(name, scale), scale, size);
    }

    /** @param name of its report */
    Run(String name, Map<String, String> origin, Scale scale, Market.Size size) {
        this.name = name;
        this.origin = origin;
        this.files = new RunFiles(name);
        this.history = new History(files.history());
        this.market = new Market(size, history);
        this.goods = Goods.choose(1 + scale.orders() / ORDERS_PER_SCARCE_UNIT);
        var startNanos = System.nanoTime();
        this.saboteur = new Saboteur(scale.seed(), startNanos);
        this.timeline =
                new Timeline(market.book(), startNanos, () -> saboteur.marks().size() + " faults");
    }

    Market market() {
        return market;
    }

    Goods goods() {
        return goods;
    }

    Saboteur saboteur() {
        return saboteur;
    }

    /** What every request up to now was answered; 0 is no answer. */
    List<Integer> statuses() {
        return history.operations().stream()
                .map(Operation::answer)
                .map(answer -> answer == null ? 0 : answer.status())
                .toList();
    }

    /** Waits until every customer has an answer and every order is over, or should be; nothing may break any more. */
    Settling settle() {
        var from = timeline.seconds();
        Progress.say("%4.0f s  waiting for the last orders".formatted(from));
        var again = market.finish();
        while (!market.book().open().isEmpty() && timeline.seconds() < from + SETTLED_WITHIN_SECONDS) {
            market.book().look();
            Waiting.until(System.nanoTime() + LOOK_NANOS);
        }
        var settling =
                new Settling(again, timeline.seconds() - from, market.book().open());
        Progress.say("%4.0f s  %.1f s after the last fault and the last new order %d orders are not settled"
                .formatted(
                        timeline.seconds(),
                        settling.seconds(),
                        settling.overdue().size()));
        return settling;
    }

    /** Compares what customers were told with what the shop shows now and with its books, and writes the report. */
    Verdict judge(Settling settling) {
        timeline.close();
        Progress.say("asking the shop what it shows of all orders, and for its audit");
        var findings = new Findings(market.shoppers());
        var orders = findings.orders();
        var evidence = new Evidence(
                market.intentions(), history.operations(), orders, findings.payments(orders), findings.stocks(goods));
        var audit = Audit.ask();
        var violations = new ArrayList<>(Checker.check(evidence));
        settling.overdue().forEach(id -> violations.add(overdue(id)));
        violations.addAll(audit.violations());
        var verdict = new Verdict(violations);
        files.write(story(evidence, audit, verdict, settling));
        return verdict;
    }

    @Override
    public void close() {
        try (history;
                market;
                timeline) {
            saboteur.stop();
        }
    }

    private static Violation overdue(String id) {
        var what = "not settled %d s after the last fault and the last new order".formatted(SETTLED_WITHIN_SECONDS);
        return new Violation(Violation.Kind.OVERDUE, "", id, 1, what);
    }

    private Story story(Evidence evidence, Audit audit, Verdict verdict, Settling settling) {
        var orders = Tables.orders(evidence);
        orders.put("keys asked once more", Integer.toString(settling.again()));
        var tables = new LinkedHashMap<String, Map<String, String>>();
        tables.put("Orders", orders);
        tables.put("Answers to customers", Tables.answers(evidence));
        tables.put("Faults", Tables.faults(saboteur.marks()));
        Consumer<String> sums =
                part -> tables.put("Audit: " + part, Tables.sums(audit.sums().path(part)));
        sums.accept("balance");
        sums.accept("ledger");
        sums.accept("stock");
        return new Story(
                "Drill: " + name, origin, verdict, settling.seconds(), tables, timeline.samples(), saboteur.marks());
    }
}
