package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.consul.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BalancerTest {
    private static final Endpoint ONE = new Endpoint("a-1", "127.0.0.1", 1);
    private static final Endpoint TWO = new Endpoint("a-2", "127.0.0.1", 2);

    private final List<Endpoint> known = new CopyOnWriteArrayList<>(List.of(ONE, TWO));
    private final AtomicLong now = new AtomicLong(System.nanoTime());
    private final List<Endpoint> gone = new ArrayList<>();
    private final Balancer balancer = new Balancer(() -> known, new Random(1), now::get, gone::add);

    @Test
    void choosesNobodyWhenNobodyIsKnown() {
        known.clear();

        assertThat(balancer.choose(Set.of())).isEmpty();
    }

    @Test
    void choosesTheOnlyOne() {
        known.remove(TWO);

        assertThat(choose().endpoint()).isEqualTo(ONE);
    }

    @Test
    void prefersTheLessBusy() {
        var busy = choose();
        busy.begin();

        assertThat(chosen(20)).doesNotContain(busy);
    }

    @Test
    void prefersTheFaster() {
        var slow = choose();
        slow.begin();
        slow.answered(Duration.ofMillis(200).toNanos());

        assertThat(chosen(20)).doesNotContain(slow);
    }

    @Test
    void goesToTheSlowOneWhenTheFastOneIsBusyEnough() {
        var slow = choose();
        slow.begin();
        slow.answered(Duration.ofMillis(10).toNanos());
        var fast = choose();
        for (var i = 0; i < 10; i++) {
            fast.begin();
        }

        assertThat(choose()).isSameAs(slow);
    }

    @Test
    void spreadsOverAllWhoAreEquallyGood() {
        IntStream.rangeClosed(3, 8).forEach(port -> known.add(new Endpoint("a-" + port, "127.0.0.1", port)));

        assertThat(chosen(400)).hasSize(8);
    }

    @Test
    void neverChoosesOneThatWasTried() {
        var tried = choose();

        for (var i = 0; i < 20; i++) {
            assertThat(balancer.choose(Set.of(tried)).orElseThrow()).isNotSameAs(tried);
        }
    }

    @Test
    void choosesNobodyWhenAllWereTried() {
        assertThat(balancer.choose(chosenWhileBusy())).isEmpty();
    }

    @Test
    void asksOneAgainThatWasSlowOnce() {
        var slow = choose();
        slow.begin();
        slow.answered(Duration.ofMillis(200).toNanos());
        var asked = 0;
        for (var second = 0; second < 15 && asked == 0; second++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            var chosen = choose();
            asked += chosen == slow ? 1 : 0;
            chosen.begin();
            chosen.answered(Duration.ofMillis(5).toNanos());
        }

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void takesANewOneForAnAverageOne() {
        for (var replica : chosenWhileBusy()) {
            replica.answered(Duration.ofMillis(100).toNanos());
        }
        var mean = choose().latencyMillis();
        var fresh = new Endpoint("a-3", "127.0.0.1", 3);
        known.add(fresh);

        assertThat(chosen(50))
                .filteredOn(replica -> replica.endpoint().equals(fresh))
                .singleElement()
                .extracting(Replica::latencyMillis)
                .isEqualTo(mean);
    }

    @Test
    void usesANewOneAtOnce() {
        chosenWhileBusy();
        var fresh = new Endpoint("a-3", "127.0.0.1", 3);
        known.add(fresh);

        assertThat(chosen(50)).extracting(Replica::endpoint).contains(fresh);
    }

    @Test
    void forgetsWhoVanished() {
        known.remove(TWO);
        var before = choose();
        known.set(0, TWO);
        choose();
        known.set(0, ONE);

        assertThat(choose()).isNotSameAs(before);
    }

    @Test
    void tellsOnceWhoVanished() {
        choose();
        assertThat(gone).isEmpty();
        known.remove(TWO);
        choose();
        choose();

        assertThat(gone).containsExactly(TWO);
    }

    private Replica choose() {
        return balancer.choose(Set.of()).orElseThrow();
    }

    private Set<Replica> chosen(int times) {
        var chosen = new HashSet<Replica>();
        for (var i = 0; i < times; i++) {
            chosen.add(choose());
        }
        return chosen;
    }

    private Set<Replica> chosenWhileBusy() {
        var first = choose();
        first.begin();
        var second = choose();
        second.begin();
        return Set.of(first, second);
    }
}
