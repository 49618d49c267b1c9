package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who knows where the others are goes on when the registry does not: it is away, it knows the dead, it knows nobody. */
final class RegistryTest {
    /** A young JVM beside a loaded shop may take half a minute to start on two cores. */
    private static final Duration NOTICE = Duration.ofSeconds(60);

    private static final String DATA = "-data-dir=";

    private final Registry registry = new Registry();

    @AfterEach
    void bringBack() {
        Operator.watertight("fault", "clear");
        await().atMost(NOTICE).until(() -> registry.passing("product").size() == 2);
    }

    @Test
    void aReplicaThatDiesWhileItIsAwayCostsNobodyARequest() {
        try (var load = ShopLoad.ofWhatMayBeRepeated()) {
            await().until(() -> load.sent() > 50);
            Operator.watertight("fault", "kill", "consul");
            var victim = Part.named("product-2");
            victim.kill();
            awaitMoreOf(load);
            Operator.watertight("fault", "clear");
            await().atMost(NOTICE).until(() -> Part.named("product-2").isSuccessorOf(victim));
            awaitMoreOf(load);
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void thatItForgetsEverybodyCostsNobodyARequest() {
        var data = new Running(Part.named("consul").pid())
                .command().stream()
                        .filter(word -> word.startsWith(DATA))
                        .map(word -> Path.of(word.substring(DATA.length())))
                        .findFirst()
                        .orElseThrow();
        try (var load = ShopLoad.ofWhatMayBeRepeated()) {
            await().until(() -> load.sent() > 50);
            Operator.watertight("fault", "kill", "consul");
            empty(data);
            Operator.watertight("fault", "clear");
            await().atMost(NOTICE).until(() -> registry.passing("product").size() == 2);
            awaitMoreOf(load);
            assertThat(load.failures()).isEmpty();
        }
        // Prometheus asks for what comes after the index it saw last. One that began anew may have come to that very
        // index.
        Operator.watertight("restart", "product-2");
    }

    private static void awaitMoreOf(Load load) {
        var sent = load.sent();
        await().until(() -> load.sent() > sent + 50);
    }

    private static void empty(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .forEach(path -> assertThat(path.toFile().delete())
                            .as(path.toString())
                            .isTrue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
