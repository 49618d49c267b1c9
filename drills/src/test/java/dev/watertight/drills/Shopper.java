package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.history.Answer;
import dev.watertight.drills.history.History;
import dev.watertight.drills.history.Operation.Kind;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A customer who does not give up at once: asks again with the same key, and keeps a history of it. */
final class Shopper {
    /** Then they come back when the trouble is over. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final int FIRST_PAUSE_MILLIS = 200;

    private final History history;
    private volatile Customer customer;

    Shopper(Customer customer, History history) {
        this.customer = customer;
        this.history = history;
    }

    String id() {
        return customer.id();
    }

    /** Asks until the shop takes the order or refuses it; empty when patience ends before. */
    Optional<Answer> place(OrderPlan plan) {
        Predicate<Answer> isOver = answer -> answer.tookTheOrder() || answer.refused();
        return persist(isOver, () -> placeOnce(plan)).filter(Answer::tookTheOrder);
    }

    /** Asks once; empty when no answer came. */
    private Optional<Answer> placeOnce(OrderPlan plan) {
        return ask(
                Kind.PLACE,
                plan.key(),
                plan.body(),
                http -> http.with("Idempotency-Key", plan.key()).post("/orders", plan.body()));
    }

    /** Asks once outside the history, for a close look at the answer. */
    Http.Reply http(OrderPlan plan) {
        return customer.http().with("Idempotency-Key", plan.key()).post("/orders", plan.body());
    }

    void cancel(OrderPlan plan, String location) {
        Predicate<Answer> isOver = answer -> answer.status() == 202 || answer.status() == 409 || answer.refused();
        var _ = persist(
                isOver, () -> ask(Kind.CANCEL, plan.key(), "", http -> http.post(location + "/cancellation", "")));
    }

    /** What is at {@code path}; empty while the shop cannot say. */
    Optional<JsonNode> look(String path) {
        try {
            var used = customer;
            var reply = used.http().get(path);
            if (reply.status() == 401) {
                renew(used);
            }
            return reply.status() == 200 ? Optional.of(reply.json()) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Optional<Answer> ask(Kind kind, String key, String request, Function<Http, Http.Reply> send) {
        var used = customer;
        var client = new History.Client(used.id(), key);
        var answer = history.ask(kind, client, request, () -> answer(send.apply(used.http())));
        if (answer.filter(given -> given.status() == 401).isPresent()) {
            renew(used);
        }
        return answer;
    }

    private Optional<Answer> persist(Predicate<Answer> isOver, Supplier<Optional<Answer>> ask) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        for (var attempt = 0; System.nanoTime() < end; attempt++) {
            var answer = ask.get().filter(isOver);
            if (answer.isPresent()) {
                return answer;
            }
            Waiting.until(System.nanoTime() + pause(attempt).toNanos());
        }
        return Optional.empty();
    }

    /** Doubles, and is drawn from its upper half, so that not all come back at once. */
    private static Duration pause(int attempt) {
        var longest = Math.min(LONGEST_PAUSE.toMillis(), (long) FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private synchronized void renew(Customer used) {
        if (customer.equals(used)) {
            customer = used.renewed().orElse(used);
        }
    }

    private static Answer answer(Http.Reply reply) {
        var taken = reply.status() == 201 || reply.status() == 202;
        return new Answer(
                reply.status(),
                reply.header("Content-Type"),
                reply.header("Location"),
                taken ? reply.json().path("id").asText() : "",
                taken ? reply.json().path("status").asText() : "",
                hash(reply.body()));
    }

    private static String hash(String body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
