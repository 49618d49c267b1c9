package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that goes, in order or at once, costs nobody a request. */
final class ReplicaTest {
    /** A young JVM beside a loaded shop may take half a minute to start on two cores; what counts is that nobody notices. */
    private static final Duration NOTICE = Duration.ofSeconds(60);

    /** Each replica is one server of those that are asked once, and one of those that are asked twice. */
    private static final String EDGE_SERVERS =
            "count(haproxy_server_status{proxy=~\"product|product-twice\", state=\"UP\"} == 1) or vector(0)";

    private final Registry registry = new Registry();
    private final Metrics metrics = new Metrics();

    @AfterEach
    void bringBack() {
        Operator.watertight("scale", "product", "2");
        awaitReplicas(2);
    }

    @Test
    void leavesTheRegistryAndTheEdgeWhenItIsStopped() {
        awaitReplicas(2);
        try (var load = ShopLoad.ofWhatMayBeRepeated()) {
            Operator.watertight("scale", "product", "1");
            awaitReplicas(1);
            assertThat(registry.passing("product-internal")).containsExactly("product-1-internal");
            assertThat(load.failures()).isEmpty();
            assertThat(load.sent()).isPositive();
        }
    }

    @Test
    void joinsTheRegistryAndTheEdgeThoughThereAreTwoAlready() {
        awaitReplicas(2);
        Operator.watertight("scale", "product", "3");
        awaitReplicas(3);
    }

    @Test
    void costsNoRequestWhenItIsKilled() {
        awaitReplicas(2);
        try (var load = ShopLoad.ofWhatMayBeRepeated()) {
            await().until(() -> load.sent() > 50);
            var victim = Part.named("product-2");
            victim.kill();
            await().atMost(NOTICE).until(() -> Part.named("product-2").isSuccessorOf(victim));
            awaitReplicas(2);
            var sent = load.sent();
            await().until(() -> load.sent() > sent + 50);
            assertThat(load.failures()).isEmpty();
        }
    }

    private void awaitReplicas(int count) {
        await().atMost(NOTICE).untilAsserted(() -> {
            assertThat(registry.passing("product")).hasSize(count);
            assertThat(metrics.query(EDGE_SERVERS).getFirst().at("/value/1").asInt())
                    .isEqualTo(2 * count);
        });
    }
}
