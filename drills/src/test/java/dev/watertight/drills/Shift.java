package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.isolation.Samples;
import dev.watertight.drills.oncall.Incident;
import dev.watertight.drills.oncall.Pager;
import dev.watertight.drills.oncall.Pager.Message;
import dev.watertight.drills.oncall.Receivers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** Somebody on call for the running stack, who is told of what an incident causes, and sees it end when it is mended. */
final class Shift implements AutoCloseable {
    /** A page looks back for half an hour, and in scaled time for three minutes at the most. */
    static final Duration CALM = Duration.ofMinutes(40);

    static final Duration CALM_IN_SCALED_TIME = Duration.ofMinutes(5);

    /** What is over for so long did not just miss one look. */
    private static final Duration STAYS_OVER = Duration.ofSeconds(15);

    private static final Duration LONGEST = Duration.ofHours(1);
    /** By then a shop that was just started, or restarted, settles an order at once. */
    private static final Duration WARM = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String PAGES = "ALERTS{severity=\"page\", alertstate=\"firing\"}";

    /** Of every promise, as it is kept now, once every journey is seen again; late orders are looked at by their own alert. */
    private static final String ARE_KEPT = """
            max(slo:bad:rate20s{sli!="settlement"} / slo:all:rate20s / slo:budget:ratio) <= 1
              and count(slo:all:rate20s{sli="availability"} > 0) == count(slo:budget:ratio{sli="availability"})
            """;

    /** More than the journeys alone ask for. */
    private static final String IS_WORKING = "sum(slo:all:rate20s{sli=\"availability\", slo=~\"browse|order\"}) > 20";

    private final Metrics metrics = new Metrics();
    private final Http alertmanager = new Http(Addresses.alertmanager());
    private final RunFiles files;
    private final Duration calm;
    private final Pager pager;
    private final Reconfigured receivers;

    /**
     * @param calm how long what was before an incident may take to be over
     * @param told hears every message at once
     */
    Shift(RunFiles files, Duration calm, Consumer<Message> told) {
        this.files = files;
        this.calm = calm;
        this.pager = new Pager(told);
        this.receivers = new Reconfigured(
                "alertmanager/alertmanager.yml", shipped -> Receivers.toldTo(pager, shipped), this::reloadAlertmanager);
    }

    /**
     * How an incident went.
     *
     * @param caused when it was
     * @param told seconds from then until somebody was
     * @param mended seconds from the cause until what the runbook says was done
     * @param over seconds from then until the alert was
     * @param kept seconds from then until every promise was kept again
     * @param pages each thing somebody was woken for, by what its alerts have in common
     */
    record Course(Instant caused, long told, long mended, long over, long kept, List<Map<String, String>> pages) {}

    /**
     * All that somebody was told of.
     *
     * @param end of the time that they listened, while the load still went on
     */
    record Heard(List<Message> messages, Instant end) {}

    /**
     * Causes the incident under load, and sees it through to its end.
     *
     * @param mend is told the order it may be about, once somebody was told of it
     * @param patience from then until the alert is over
     */
    Course seeThrough(Incident incident, Consumer<String> mend, Duration patience) {
        requireCalm(incident);
        // A file of its own: it begins when its journeys do.
        var samples = files.samples("journeys beside " + incident);
        try (var journeys = Workload.journeys(samples, LONGEST)) {
            journeys.await(() -> !Samples.in(samples).of("order").isEmpty());
            var course = besideMore(incident, samples, () -> course(incident, mend, patience));
            journeys.requireRunning();
            return course;
        } finally {
            Operator.report("fault", "clear");
            Operator.report("up");
        }
    }

    /**
     * What somebody hears in so long a time, under a load and with what is done once it works.
     *
     * @param load a workload and its journeys each second, such as {@code shop 20}
     */
    Heard listen(String load, Duration time, Runnable meanwhile) {
        awaitEndOfLoad();
        try (var customers = Workload.more(load, time.plus(WARM), files.log("load"))) {
            customers.await(() -> holds(IS_WORKING));
            pager.clear();
            meanwhile.run();
            var begun = System.nanoTime();
            await("the end of " + time)
                    .atMost(time.plus(WARM))
                    .pollInterval(LOOK)
                    .until(() -> {
                        customers.requireRunning();
                        return System.nanoTime() - begun > time.toNanos();
                    });
            return new Heard(pager.messages(), Instant.now());
        }
    }

    private Course besideMore(Incident incident, Path samples, Supplier<Course> course) {
        if (incident.load().isEmpty()) {
            return course.get();
        }
        var log = samples.resolveSibling(samples.getFileName() + ".more.log");
        awaitEndOfLoad();
        try (var more = Workload.more(incident.load(), LONGEST, log)) {
            more.await(() -> holds(IS_WORKING));
            var done = course.get();
            more.requireRunning();
            return done;
        }
    }

    /** What an earlier load did is in the rates for a while, and would pass for the next one. */
    private void awaitEndOfLoad() {
        until("the end of an earlier load", WARM, () -> !holds(IS_WORKING));
    }

    private Course course(Incident incident, Consumer<String> mend, Duration patience) {
        var order = confirmedOrder();
        pager.clear();
        Operator.watertight(incident.causing(order).toArray(String[]::new));
        var caused = Instant.now();
        long told;
        try {
            told = until(
                    incident + " is told of",
                    Duration.ofSeconds(incident.firesWithin()),
                    () -> pager.messages().stream().anyMatch(incident::isToldBy));
            requireFiring(incident);
        } finally {
            mend.accept(order); // whoever comes next shall find all well, even if nobody was told
        }
        var mended = Duration.between(caused, Instant.now()).toSeconds();
        var over = until(incident + " ends", patience, () -> !isFiring(incident));
        await(incident + " stays over")
                .during(STAYS_OVER)
                .atMost(STAYS_OVER.multipliedBy(2))
                .until(() -> !isFiring(incident));
        var kept = until("promises are kept again", calm, () -> holds(ARE_KEPT));
        return new Course(caused, told, mended, over, kept, pages());
    }

    /** An incident under what is left of another one proves nothing, nor do all that follow. */
    private void requireCalm(Incident incident) {
        try {
            until("calm", calm, () -> !isFiring(incident) && !holds(PAGES));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "What was before %s is not over: %s".formatted(incident, metrics.query(PAGES)), e);
        }
    }

    /** Or it ended by itself. */
    private void requireFiring(Incident incident) {
        if (!isFiring(incident)) {
            throw new AssertionError(incident + " was over before anybody did anything");
        }
    }

    private List<Map<String, String>> pages() {
        return pager.messages().stream()
                .filter(Message::isPage)
                .map(Message::group)
                .distinct()
                .toList();
    }

    private static String confirmedOrder() {
        var customer = Customer.register();
        var order = customer.settled(customer.order("tok_approve").header("Location"));
        if (!order.path("status").asText().equals("confirmed")) {
            throw new AssertionError("an order that should be confirmed is not: " + order);
        }
        return order.path("id").asText();
    }

    private boolean isFiring(Incident incident) {
        return holds(incident.selector());
    }

    private boolean holds(String promql) {
        return !metrics.query(promql).isEmpty();
    }

    /** Waits until it is so; says how many seconds that took. */
    private static long until(String what, Duration longest, Callable<Boolean> isSo) {
        var start = System.nanoTime();
        await(what).atMost(longest).pollInterval(LOOK).until(isSo);
        return Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    private void reloadAlertmanager() {
        var reply = alertmanager.post("/-/reload", "");
        if (reply.status() != 200) {
            throw new IllegalStateException("Alertmanager refuses its configuration: " + reply.body());
        }
    }

    @Override
    public void close() {
        try (pager) {
            receivers.close();
        }
    }
}
