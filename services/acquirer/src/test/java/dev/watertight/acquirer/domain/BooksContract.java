package dev.watertight.acquirer.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Books} promises. */
public abstract class BooksContract {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123456789Z");
    private static final Money MONEY = new Money(1999, "EUR");

    protected abstract Books books();

    @Test
    void tellsTheFirstFromTheRepeatedAndFromTheOther() {
        assertThat(books().remember("key", "charge 1")).isEqualTo(Books.Seen.FIRST);
        assertThat(books().remember("key", "charge 1")).isEqualTo(Books.Seen.REPEATED);
        assertThat(books().remember("key", "charge 2")).isEqualTo(Books.Seen.OTHERWISE);
        assertThat(books().remember("Key", "charge 2")).isEqualTo(Books.Seen.FIRST);
    }

    @Test
    void isFirstForOneOfManyAtOnce() throws InterruptedException {
        assertThat(atOnce(() -> books().remember("key", "charge 1")))
                .containsOnlyOnce(Books.Seen.FIRST)
                .doesNotContain(Books.Seen.OTHERWISE);
    }

    @Test
    void findsWhatWasRecorded() {
        var charge = new Charge("key", MONEY, Decline.INSUFFICIENT_FUNDS, NOW);
        assertThat(books().charge("key")).isEmpty();
        assertThat(books().record(charge)).isEqualTo(charge);
        assertThat(books().charge("key")).contains(charge);
    }

    @Test
    void keepsTheFirstDecision() {
        var first = books().record(new Charge("key", MONEY, null, NOW));
        var second = books().record(new Charge("key", MONEY, Decline.REFUSED, NOW.plusSeconds(1)));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void keepsTheFirstRefundOfAKey() {
        var charge = books().record(new Charge("key", MONEY, null, NOW));
        var first = books().record("refund", charge, _ -> refund("refund", 500, null));
        var second = books().record("refund", charge, _ -> refund("refund", 700, Decline.EXCEEDS_CHARGE));
        assertThat(first).isEqualTo(refund("refund", 500, null));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void sumsUpWhatWentBackAndNothingElse() {
        var charge = books().record(new Charge("key", MONEY, null, NOW));
        var other = books().record(new Charge("other", MONEY, null, NOW));
        books().record("1", charge, _ -> refund("1", 500, null));
        books().record("2", charge, _ -> refund("2", 9000, Decline.EXCEEDS_CHARGE));
        books().record("3", other, _ -> new Refund("3", "other", new Money(70, "EUR"), null, NOW));
        var seen = books().record("4", charge, refunded -> refund("4", refunded, null));
        assertThat(seen.amount().amount()).isEqualTo(500);
        assertThat(books().refunded("key")).isEqualTo(1000);
        assertThat(books().refunded("other")).isEqualTo(70);
        assertThat(books().refunded("never")).isZero();
    }

    @Test
    void givesBackNoMoreThanWasTakenToManyAtOnce() throws InterruptedException {
        var charge = books().record(new Charge("key", MONEY, null, NOW));
        var keys = new AtomicInteger();
        var refunds = atOnce(() -> {
            var key = "refund-" + keys.incrementAndGet();
            return books().record(key, charge, refunded -> charge.refund(key, new Money(500, "EUR"), refunded, NOW));
        });
        assertThat(refunds.stream().filter(refund -> refund.decline() == null)).hasSize(3);
    }

    @Test
    void goesOnAfterADecisionThatFailed() {
        var charge = books().record(new Charge("key", MONEY, null, NOW));
        assertThatThrownBy(() -> books().record(
                                "refund", charge, _ -> new Refund("refund", "key", new Money(-1, "EUR"), null, NOW)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(books().record("refund", charge, _ -> refund("refund", 1, null)))
                .isNotNull();
    }

    private static Refund refund(String key, long amount, @Nullable Decline decline) {
        return new Refund(key, "key", new Money(amount, "EUR"), decline, NOW);
    }

    private static <T> List<T> atOnce(Callable<T> work) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(20, work)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
