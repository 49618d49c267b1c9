package dev.watertight.chassis.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.config.Secret;
import dev.watertight.chassis.telemetry.Telemetry;
import dev.watertight.chassis.testing.TestTelemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatchTest {
    private static final Endpoint ONE = new Endpoint("other-1", "127.0.0.1", 1001);
    private static final Endpoint TWO = new Endpoint("other-2", "127.0.0.1", 1002);

    /** Sooner than a query ends by itself. */
    private static final Duration SOON = Watch.WAIT.dividedBy(2);

    @TempDir
    private Path folder;

    private final Telemetry telemetry = TestTelemetry.create();
    private FakeConsul consul = new FakeConsul();
    private ConsulAgent agent = new ConsulAgent(consul.config());

    @AfterEach
    void close() {
        consul.close();
        agent.close();
    }

    @Test
    void findsTheReplicas() {
        consul.publish(ONE, TWO);

        sees(watch(), ONE, TWO);
    }

    @Test
    void hearsOfAChangeAtOnce() {
        consul.publish(ONE);
        var watch = watch();
        sees(watch, ONE);
        consul.publish(ONE, TWO);

        sees(watch, ONE, TWO);
    }

    @Test
    void dropsAReplicaThatLeft() {
        consul.publish(ONE, TWO);
        var watch = watch();
        sees(watch, ONE, TWO);
        consul.publish(TWO);

        sees(watch, TWO);
    }

    @Test
    void keepsTheLastGoodAnswerWhenAllVanishAtOnce() {
        consul.publish(ONE, TWO);
        var watch = watch();
        sees(watch, ONE, TWO);
        consul.publish();

        await().during(Duration.ofMillis(300))
                .atMost(SOON)
                .until(() -> watch.get().equals(List.of(ONE, TWO)));
    }

    @Test
    void goesOnAfterAllVanishedAtOnce() {
        consul.publish(ONE);
        var watch = watch();
        sees(watch, ONE);
        consul.publish();
        var asked = consul.queries();
        // Who asks again has heard of it.
        await().atMost(SOON).until(() -> consul.queries() > asked);
        consul.publish(TWO);

        sees(watch, TWO);
    }

    @Test
    void startsOverWhenTheIndexGoesBack() {
        consul.publishAt(1000, ONE);
        var watch = watch();
        sees(watch, ONE);
        replaceConsul();
        consul.publishAt(5, TWO);
        sees(watch, TWO);
        consul.publishAt(6, ONE, TWO);
        sees(watch, ONE, TWO);

        // Only the query that found it out may have asked for what follows 1000.
        assertThat(consul.queriesAhead()).isLessThanOrEqualTo(1);
    }

    @Test
    void keepsTheLastGoodAnswerWhileConsulIsAway() {
        consul.publish(ONE);
        var watch = watch();
        sees(watch, ONE);
        consul.close();

        await().during(Duration.ofMillis(300))
                .atMost(SOON)
                .until(() -> watch.get().equals(List.of(ONE)));
    }

    @Test
    void startsWithTheLastRunsAnswerWhileConsulIsAway() {
        new Snapshots(folder).save("other", List.of(ONE, TWO));
        agent.close();
        agent = new ConsulAgent(new ConsulConfig(URI.create("http://127.0.0.1:9"), new Secret("")));

        assertThat(watch().get()).containsExactly(ONE, TWO);
    }

    @Test
    void keepsItsAnswerForTheNextRun() {
        consul.publish(ONE);
        watch();

        await().atMost(SOON).until(() -> new Snapshots(folder).load("other").equals(List.of(ONE)));
    }

    @Test
    void measuresHowManyItKnows() {
        consul.publish(ONE, TWO);
        sees(watch(), ONE, TWO);

        assertThat(telemetry.scrape("text/plain")).contains("discovery_instances{server_service=\"other\"} 2.0");
    }

    @Test
    void measuresHowOldItsKnowledgeIs() {
        consul.publish(ONE);
        sees(watch(), ONE);
        var port = consul.port();
        consul.close();
        await().atMost(SOON).until(() -> age() > 1);
        consul = new FakeConsul(port, Duration.ofMillis(500));

        await().atMost(SOON).until(() -> age() < 1);
    }

    @Test
    void pausesWhenThereIsNoIndexToWaitFor() {
        consul.publishAt(0, ONE);
        sees(watch(), ONE);

        assertThat(timeOfQueries(3)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void pausesWhenTheIndexIsBusy() {
        var busy = Thread.ofVirtual().start(() -> {
            while (!Thread.interrupted()) {
                consul.publish(ONE);
                LockSupport.parkNanos(100_000);
            }
        });
        try {
            sees(watch(), ONE);
            assertThat(timeOfQueries(6)).isGreaterThan(Duration.ofMillis(400));
        } finally {
            busy.interrupt();
        }
    }

    /** In seconds. */
    private double age() {
        return telemetry
                .meters()
                .get("discovery.age")
                .tag("server.service", "other")
                .gauge()
                .value();
    }

    /** How long it takes until so many more were asked. */
    private Duration timeOfQueries(int count) {
        var before = consul.queries();
        var start = System.nanoTime();
        await().atMost(SOON).until(() -> consul.queries() >= before + count);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void replaceConsul() {
        var port = consul.port();
        consul.close();
        consul = new FakeConsul(port, Duration.ofMillis(500));
    }

    private Watch watch() {
        return agent.watch("other", new Snapshots(folder), telemetry);
    }

    private static void sees(Watch watch, Endpoint... endpoints) {
        await().atMost(SOON).untilAsserted(() -> assertThat(watch.get()).containsExactly(endpoints));
    }
}
