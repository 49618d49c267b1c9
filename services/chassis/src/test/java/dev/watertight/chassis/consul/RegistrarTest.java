package dev.watertight.chassis.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrarTest {
    private static final Registrar.Instance THING =
            new Registrar.Instance("thing", "thing-1", "1.2.3", "127.0.0.2", 10, 20, 30);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final FakeConsul consul = new FakeConsul();
    private final ConsulAgent agent = new ConsulAgent(consul.config());
    private Registrar registrar;

    @BeforeEach
    void register() {
        registrar = agent.register(THING);
        awaitRegistrations();
    }

    @AfterEach
    void close() {
        registrar.leave();
        agent.close();
        consul.close();
    }

    @ParameterizedTest
    @CsvSource({
        "thing-1,          /Name,                    thing",
        "thing-1,          /Port,                    10",
        "thing-1,          /Address,                 127.0.0.2",
        "thing-1,          /Meta/version,            1.2.3",
        "thing-1,          /Meta/metrics_port,       30",
        "thing-1,          /Check/HTTP,              http://127.0.0.2:30/health/ready",
        "thing-1,          /Check/Interval,          2s",
        "thing-1,          /Check/Timeout,           1s",
        "thing-1,          /Check/Status,            passing",
        "thing-1-internal, /Name,                    thing-internal",
        "thing-1-internal, /Port,                    20"
    })
    void tellsConsulWhoWeAre(String id, String pointer, String expected) {
        assertThat(entry(id).at(pointer).asText()).isEqualTo(expected);
    }

    @Test
    void registersAgainWhenTheAgentForgotUs() {
        consul.registered().clear();

        awaitRegistrations();
    }

    /** Else the new one alone would pass, for as long as Consul takes to find that the others are well. */
    @Test
    void letsTheOthersBeFoundWellByOneThatWasAway() {
        registrar.leave();
        consul.registered().clear();
        consul.away(true);
        registrar = agent.register(THING);
        await().atMost(SOON).until(() -> consul.turnedAway() > 0);
        var before = consul.looks();
        consul.away(false);

        await().atMost(SOON.multipliedBy(2)).until(() -> !consul.registered().isEmpty());
        assertThat(consul.looks() - before).isGreaterThan(2 * Registrar.ROUNDS_BEHIND);
    }

    @Test
    void takesBothNamesOutOfServiceWhenItLeaves() {
        registrar.leave();

        assertThat(consul.inMaintenance()).containsExactlyInAnyOrder("thing-1", "thing-1-internal");
    }

    @Test
    void isInServiceThoughTheOneBeforeItWasLeaving() {
        registrar.leave();
        registrar = agent.register(THING);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(consul.inMaintenance()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"thing-1", "thing-1-internal"})
    void takesOneNameOutOfServiceThoughTheOtherIsStuck(String stuck) {
        consul.stick(stuck);

        assertThatThrownBy(registrar::leave).isInstanceOf(RuntimeException.class);
        assertThat(consul.inMaintenance()).hasSize(1).doesNotContain(stuck);
        consul.stick();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thing-1", "thing-1-internal"})
    void deregistersOneNameThoughTheOtherIsStuck(String stuck) {
        registrar.leave();
        consul.stick(stuck);

        assertThatThrownBy(registrar::deregister).isInstanceOf(RuntimeException.class);
        assertThat(consul.registered()).containsOnlyKeys(stuck);
        consul.stick();
    }

    @Test
    void tellsOfBothNamesThatAreStuck() {
        consul.stick("thing-1", "thing-1-internal");

        assertThatThrownBy(registrar::leave)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        consul.stick();
    }

    @Test
    void leavesWithoutWaitingForAnAgentThatHangs() {
        consul.pause(true);
        var start = System.nanoTime();

        assertThatThrownBy(registrar::leave).isInstanceOf(RuntimeException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        consul.pause(false);
    }

    @Test
    void staysAwayOnceDeregistered() {
        registrar.leave();
        registrar.deregister();

        await().during(Registrar.RECHECK.plusMillis(500))
                .atMost(SOON)
                .until(() -> consul.registered().isEmpty());
    }

    private JsonNode entry(String id) {
        return java.util.Objects.requireNonNull(consul.registered().get(id));
    }

    private void awaitRegistrations() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(consul.registered()).containsOnlyKeys("thing-1", "thing-1-internal"));
    }
}
