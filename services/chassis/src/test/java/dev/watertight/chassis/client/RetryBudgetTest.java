package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final RetryBudget budget = new RetryBudget(nanos::get);

    @Test
    void allowsAHundredWithoutAnyRequests() {
        assertThat(retries()).isEqualTo(100);
    }

    @Test
    void addsATenthOfTheRequests() {
        requests(500);

        assertThat(retries()).isEqualTo(150);
    }

    @Test
    void remembersRequestsForTenSeconds() {
        requests(500);
        pass(9);

        assertThat(budget.available()).isEqualTo(150);
    }

    @Test
    void forgetsRequestsAfterTenSeconds() {
        requests(500);
        pass(10);

        assertThat(budget.available()).isEqualTo(100);
    }

    @Test
    void hasNothingLeftOnceSpent() {
        retries();
        pass(9);

        assertThat(budget.tryRetry()).isFalse();
        assertThat(budget.hasRetry()).isFalse();
    }

    @Test
    void countsHowOftenItWasExhausted() {
        requests(500);
        retries();
        pass(10);
        assertThat(budget.hasRetry()).isTrue();
        assertThat(budget.exhausted()).isEqualTo(1);
    }

    @Test
    void givesSpentRetriesBackAfterTenSeconds() {
        retries();
        pass(10);

        assertThat(budget.available()).isEqualTo(100);
    }

    private void requests(int count) {
        for (var i = 0; i < count; i++) {
            budget.request();
        }
    }

    private int retries() {
        var count = 0;
        while (budget.tryRetry()) {
            count++;
        }
        return count;
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
