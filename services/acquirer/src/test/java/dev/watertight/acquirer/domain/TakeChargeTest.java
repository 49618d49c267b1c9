package dev.watertight.acquirer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.acquirer.domain.TakeCharge.Command;
import dev.watertight.acquirer.domain.TakeCharge.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TakeChargeTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Money MONEY = new Money(1999, "EUR");

    private final InMemoryBooks books = new InMemoryBooks();
    private final List<Duration> pauses = new ArrayList<>();
    private final TakeCharge charging = new TakeCharge(books, Clock.fixed(NOW, ZoneOffset.UTC), this::pause);

    @Test
    void approves() {
        assertThat(charge("tok_approve")).isEqualTo(new Result.Decided(new Charge("key", MONEY, null, NOW)));
        assertThat(pauses).containsOnly(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "tok_decline, REFUSED",
        "tok_insufficient_funds, INSUFFICIENT_FUNDS",
        "tok_of_nobody, INVALID_METHOD",
        "TOK_APPROVE, INVALID_METHOD"
    })
    void declines(String token, Decline reason) {
        assertThat(charge(token)).isEqualTo(new Result.Decided(new Charge("key", MONEY, reason, NOW)));
    }

    @Test
    void hasTakenNothingWhileItIsSlow() {
        assertThat(charge("tok_slow")).isInstanceOf(Result.Decided.class);
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void isSlowOnlyUntilItHasDecided() {
        var first = charge("tok_slow");
        assertThat(charge("tok_slow")).isEqualTo(first);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void takesTheMoneyAndTellsNobodyTheFirstTime() {
        assertThat(charge("tok_lost_answer")).isEqualTo(new Result.Unheard());
        assertThat(books.charge("key")).isPresent();
        assertThat(charge("tok_lost_answer")).isEqualTo(new Result.Decided(new Charge("key", MONEY, null, NOW)));
    }

    @Test
    void breaksOnceAndHasTakenNothing() {
        assertThat(charge("tok_error_once")).isEqualTo(new Result.Broken());
        assertThat(books.charge("key")).isEmpty();
        assertThat(charge("tok_error_once")).isEqualTo(new Result.Decided(new Charge("key", MONEY, null, NOW)));
    }

    @Test
    void refusesAKeyThatCameWithAnotherRequest() {
        charge("tok_approve");
        assertThat(charge("tok_decline")).isEqualTo(new Result.KeyReused());
        assertThat(charging.charge(new Command("key", new Money(1, "EUR"), "tok_approve")))
                .isEqualTo(new Result.KeyReused());
        assertThat(charging.charge(new Command("key", new Money(1999, "CHF"), "tok_approve")))
                .isEqualTo(new Result.KeyReused());
    }

    @Test
    void refusesAnotherRequestEvenAfterAnError() {
        charge("tok_error_once");
        assertThat(charging.charge(new Command("key", new Money(1, "EUR"), "tok_error_once")))
                .isEqualTo(new Result.KeyReused());
    }

    private Result charge(String token) {
        return charging.charge(new Command("key", MONEY, token));
    }

    private void pause(Duration time) {
        assertThat(books.charge("key")).isEmpty();
        pauses.add(time);
    }
}
