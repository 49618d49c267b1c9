package dev.watertight.acquirer.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.acquirer.domain.GiveRefund.Command;
import dev.watertight.acquirer.domain.GiveRefund.Result;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class GiveRefundTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private final InMemoryBooks books = new InMemoryBooks();
    private final GiveRefund refunding = new GiveRefund(books, Clock.fixed(NOW, ZoneOffset.UTC));

    GiveRefundTest() {
        books.record(new Charge("approved", new Money(1000, "EUR"), null, NOW));
        books.record(new Charge("declined", new Money(1000, "EUR"), Decline.REFUSED, NOW));
    }

    @Test
    void givesBackInPartsUpToTheCharge() {
        assertThat(refund("1", "approved", 600)).isEqualTo(decided("1", "approved", 600, null));
        assertThat(refund("2", "approved", 400)).isEqualTo(decided("2", "approved", 400, null));
    }

    @Test
    void declinesMoreThanIsLeft() {
        refund("1", "approved", 600);
        assertThat(refund("2", "approved", 401)).isEqualTo(decided("2", "approved", 401, Decline.EXCEEDS_CHARGE));
        assertThat(refund("3", "approved", Long.MAX_VALUE))
                .isEqualTo(decided("3", "approved", Long.MAX_VALUE, Decline.EXCEEDS_CHARGE));
    }

    @Test
    void givesBackOnceForManyCopies() {
        var first = refund("1", "approved", 1000);
        assertThat(refund("1", "approved", 1000)).isEqualTo(first);
    }

    @Test
    void declinesWhatWasNeverTaken() {
        assertThat(refund("1", "declined", 1)).isEqualTo(decided("1", "declined", 1, Decline.NOT_CHARGED));
    }

    @Test
    void declinesAnotherCurrency() {
        assertThat(refunding.refund(new Command("1", "approved", new Money(1, "CHF"))))
                .isEqualTo(
                        new Result.Decided(new Refund("1", "approved", new Money(1, "CHF"), Decline.NOT_CHARGED, NOW)));
    }

    @Test
    void knowsNothingOfAnAbsentCharge() {
        assertThat(refund("1", "absent", 1)).isEqualTo(new Result.UnknownCharge());
    }

    @Test
    void refusesAKeyThatCameWithAnotherRequest() {
        refund("1", "approved", 1);
        assertThat(refund("1", "approved", 2)).isEqualTo(new Result.KeyReused());
    }

    private Result refund(String key, String chargeKey, long amount) {
        return refunding.refund(new Command(key, chargeKey, new Money(amount, "EUR")));
    }

    private static Result decided(
            String key, String chargeKey, long amount, @org.jspecify.annotations.Nullable Decline decline) {
        return new Result.Decided(new Refund(key, chargeKey, new Money(amount, "EUR"), decline, NOW));
    }
}
