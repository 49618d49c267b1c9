package dev.watertight.chassis.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.consul.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the balancer leaves alone for what. */
final class BalancerEjectionTest {
    private static final Endpoint ONE = new Endpoint("a-1", "127.0.0.1", 1);
    private static final Endpoint TWO = new Endpoint("a-2", "127.0.0.1", 2);

    private final List<Endpoint> known = new CopyOnWriteArrayList<>(List.of(ONE, TWO));
    private final AtomicLong now = new AtomicLong(System.nanoTime());
    private final Balancer balancer = new Balancer(() -> known, new Random(1), now::get, _ -> {});

    @Test
    void leavesAnEjectedOneAlone() {
        var ejected = eject();

        assertThat(chosen(20)).doesNotContain(ejected);
    }

    @Test
    void choosesAnEjectedOneWhenThereIsNoOther() {
        var ejected = eject();
        var other = choose();

        assertThat(balancer.choose(Set.of(other))).containsSame(ejected);
    }

    @Test
    void choosesAnEjectedOneWhenAllAre() {
        eject();
        eject();

        assertThat(balancer.choose(Set.of())).isPresent();
    }

    @Test
    void leavesOneAloneThatTimedOut() {
        var slow = choose();

        assertThat(fails(slow, NoAnswer.SILENT)).isTrue();
        assertThat(chosen(20)).doesNotContain(slow);
    }

    @Test
    void leavesOneAloneThatTakesNoConnection() {
        var unreachable = choose();

        assertThat(fails(unreachable, NoAnswer.UNREACHABLE)).isTrue();
        assertThat(chosen(20)).doesNotContain(unreachable);
    }

    @ParameterizedTest
    @EnumSource(names = {"HURRIED", "STALE", "TOO_LONG"})
    void leavesNobodyAloneForWhatIsNotItsFault(NoAnswer why) {
        var blameless = choose();

        assertThat(fails(blameless, why)).isFalse();
        assertThat(blameless.isEjected(now.get())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"STALE", "TOO_LONG"})
    void learnsNothingFromWhatSaysNothing(NoAnswer why) {
        var replica = choose();
        var before = replica.cost();
        fails(replica, why);

        assertThat(replica.cost()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void countsNoRequestThatFailed(NoAnswer why) {
        var replica = choose();
        fails(replica, why);

        assertThat(replica.cost()).isEqualTo(replica.latencyMillis());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "5, 2"})
    void leavesNoMoreThanHalfAloneForTimeouts(int replicas, int ejected) {
        known.clear();
        IntStream.rangeClosed(1, replicas).forEach(port -> known.add(new Endpoint("a-" + port, "127.0.0.1", port)));
        var all = chosen(200);
        all.forEach(replica -> fails(replica, NoAnswer.SILENT));

        assertThat(all).filteredOn(replica -> replica.isEjected(now.get())).hasSize(ejected);
    }

    @Test
    void keepsASlowOneWhenTheOtherRefuses() {
        eject();
        var slow = choose();

        assertThat(fails(slow, NoAnswer.SILENT)).isFalse();
        assertThat(chosen(20)).containsExactly(slow);
    }

    @Test
    void leavesAllAloneThatRefuse() {
        var one = eject();
        var other = eject();

        assertThat(Set.of(one, other)).allMatch(replica -> replica.isEjected(now.get()));
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

    private Replica eject() {
        var replica = choose();
        fails(replica, NoAnswer.BROKEN);
        return replica;
    }

    private boolean fails(Replica replica, NoAnswer why) {
        replica.begin();
        return balancer.failed(replica, why, NoAnswer.FAIR_TIME);
    }
}
