package dev.watertight.chassis.client;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.telemetry.Telemetry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Another service, whoever answers for it: each call goes to the better of two replicas, inside the deadline of the work
 * at hand; what is repeatable is tried elsewhere when a replica gives no answer or says that it cannot serve. It is not
 * asked at all while too many calls to it are in flight, or when it has failed as a whole.
 */
public final class RemoteService {
    /** Callers that one failure befell together do not come again together. */
    private static final Duration LONGEST_REST = Duration.ofMillis(20);

    private static final int MAX_ATTEMPTS = 3;
    private static final int FAILED = 500;

    /** What a replica answers that sheds load, drains or lacks its database. */
    private static final int UNAVAILABLE = 503;

    /** Of one call so far: whom it went to, and what came of those that were not answered. */
    private record Attempts(Set<Replica> tried, Set<NoAnswer> failures) {
        static Attempts none() {
            return new Attempts(new HashSet<>(), EnumSet.noneOf(NoAnswer.class));
        }
    }

    private final String name;
    private final Connections connections;
    private final Balancer balancer;
    private final RetryBudget budget;
    private final Supplier<Duration> rest;
    private final Bulkhead bulkhead;
    private final Breaker breaker;
    private final Counter retries;
    private final Counter ejections;

    public RemoteService(String name, Supplier<List<Endpoint>> endpoints, CallLimits limits, Telemetry telemetry) {
        this(name, endpoints, limits, telemetry, RemoteService::jitter);
    }

    /** @param rest before each retry */
    RemoteService(
            String name,
            Supplier<List<Endpoint>> endpoints,
            CallLimits limits,
            Telemetry telemetry,
            Supplier<Duration> rest) {
        this.name = name;
        this.connections = new Connections(name, endpoints, telemetry);
        this.balancer = new Balancer(
                endpoints, () -> ThreadLocalRandom.current().nextLong(), System::nanoTime, connections::forget);
        this.budget = limits.retries();
        this.rest = rest;
        this.bulkhead = new Bulkhead(name, limits.inFlight(), telemetry.meters());
        this.breaker = new Breaker(name, telemetry.meters(), System::nanoTime);
        this.retries = telemetry.meters().counter("client.retries", "server.service", name);
        this.ejections = telemetry.meters().counter("client.ejections", "server.service", name);
    }

    /**
     * Sends {@code call} and returns the answer, of whatever status.
     *
     * @throws RemoteException when no replica gave an answer in time, and the call may have taken effect; or when it was
     *     not sent
     */
    public Answer send(Call call) {
        bulkhead.enter();
        try {
            return observed(call, breaker.enter());
        } finally {
            bulkhead.leave();
        }
    }

    private Answer observed(Call call, CircuitBreaker.State entered) {
        var deadline = Deadline.current();
        var fair = deadline.remaining().compareTo(NoAnswer.FAIR_TIME) >= 0;
        var attempts = Attempts.none();
        var outcome = Breaker.Outcome.UNCLEAR;
        try {
            var answer = ask(call, deadline, attempts);
            outcome = answer.status() < FAILED ? Breaker.Outcome.SUCCEEDED : failure(fair, attempts);
            return answer;
        } catch (RemoteException e) {
            outcome = failure(fair, attempts);
            throw e;
        } finally {
            breaker.learn(entered, outcome);
        }
    }

    /**
     * The service failed only if nobody was left to ask, as one bad replica must not close the way to the good ones, and if
     * the caller gave it, and one of the replicas that were asked, the time, as one in a hurry must not close it for the
     * others.
     */
    private Breaker.Outcome failure(boolean fair, Attempts attempts) {
        var tried = attempts.tried();
        var clear = fair && NoAnswer.tellOfTheService(attempts.failures());
        return clear && !tried.isEmpty() && !isAnyLeft(tried) ? Breaker.Outcome.FAILED : Breaker.Outcome.UNCLEAR;
    }

    private Answer ask(Call call, Deadline deadline, Attempts attempts) {
        budget.request();
        while (true) {
            try {
                var answer = attempt(call, deadline, attempts);
                if (answer.status() != UNAVAILABLE || !restsForAnother(call, deadline, attempts)) {
                    return answer;
                }
            } catch (RemoteException e) {
                if (!restsForAnother(call, deadline, attempts)) {
                    throw e;
                }
            }
        }
    }

    private static Duration jitter() {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(LONGEST_REST.toNanos()));
    }

    /** Rests if another attempt may follow, and says whether: one that has no time after the rest is none. */
    private boolean restsForAnother(Call call, Deadline deadline, Attempts attempts) {
        var pause = rest.get();
        var inTime = deadline.remaining().compareTo(pause) > 0;
        if (!inTime || !hasAlternative(call, attempts.tried()) || !budget.tryRetry()) {
            return false;
        }
        retries.increment();
        LockSupport.parkNanos(pause.toNanos());
        return true;
    }

    private boolean hasAlternative(Call call, Set<Replica> tried) {
        return call.repeatable() && isAnyLeft(tried);
    }

    private boolean isAnyLeft(Set<Replica> tried) {
        return tried.size() < MAX_ATTEMPTS && balancer.choose(tried).isPresent();
    }

    /** A replica that hangs must leave time to ask another, if there is one that may be asked. */
    private Duration allowed(Call call, Deadline deadline, Set<Replica> tried) {
        var remaining = deadline.remaining();
        return hasAlternative(call, tried) && budget.hasRetry() ? remaining.dividedBy(2) : remaining;
    }

    private Answer attempt(Call call, Deadline deadline, Attempts attempts) {
        if (deadline.isExpired()) {
            throw new RemoteException("No time left to ask " + name, null);
        }
        var tried = attempts.tried();
        var replica = balancer.choose(tried)
                .orElseThrow(() -> new RemoteException("No replica of " + name + " is known", null));
        tried.add(replica);
        replica.begin();
        var start = System.nanoTime();
        var allowed = allowed(call, deadline, tried);
        try {
            var answer = connections.exchange(call, replica.endpoint(), Deadline.in(allowed));
            if (answer.status() < FAILED) {
                replica.answered(System.nanoTime() - start);
            } else if (answer.status() == UNAVAILABLE) {
                replica.answeredUnavailable();
            } else if (replica.answeredWithFailure()) {
                ejections.increment(balancer.ejectAsUnwell(replica) ? 1 : 0);
            }
            return answer;
        } catch (RuntimeException e) {
            var passed = Duration.ofNanos(System.nanoTime() - start);
            var why = NoAnswer.of(e, passed, allowed);
            attempts.failures().add(why);
            ejections.increment(balancer.failed(replica, why, passed) ? 1 : 0);
            throw e;
        }
    }
}
