package dev.watertight.acquirer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watertight.chassis.testing.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered survives the end of the process, whatever end. */
final class DurabilityTest {
    @TempDir
    Path folder;

    @Test
    void remembersAfterARestart() {
        String approved;
        try (var acquirer = new RunningAcquirer(folder)) {
            approved = acquirer.charge("approved", "tok_approve").body();
            assertThat(acquirer.charge("error", "tok_error_once").status()).isEqualTo(500);
        }
        try (var acquirer = new RunningAcquirer(folder)) {
            assertThat(acquirer.decision("approved")).isEqualTo(approved);
            assertThat(acquirer.charge("approved", "tok_approve").body()).isEqualTo(approved);
            assertThat(acquirer.charge("approved", "tok_decline").status()).isEqualTo(422);
            assertThat(acquirer.charge("error", "tok_error_once").status()).isEqualTo(201);
        }
    }

    @Test
    void losesNothingItAnsweredWhenKilled() throws IOException {
        var port = freePort();
        var process = start(port);
        var answered = new ConcurrentHashMap<String, String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var http = new Http(port);
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> http.get("/charges/never").status() == 404);
            for (var thread = 0; thread < 8; thread++) {
                var prefix = "key-" + thread + "-";
                threads.execute(() -> chargeUntilItEnds(http, prefix, answered));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> answered.size() >= 50);
            process.destroyForcibly();
        } finally {
            process.destroyForcibly().onExit().join();
        }
        try (var acquirer = new RunningAcquirer(folder)) {
            var kept = new ArrayList<String>();
            answered.keySet().forEach(key -> kept.add(acquirer.decision(key)));
            assertThat(kept).containsExactlyInAnyOrderElementsOf(answered.values());
        }
    }

    private static void chargeUntilItEnds(Http http, String prefix, ConcurrentHashMap<String, String> answered) {
        try {
            for (var i = 0; i < 10_000; i++) {
                var key = prefix + i;
                var reply = http.with("Idempotency-Key", key)
                        .post("/charges", RunningAcquirer.body(100 + i, "tok_approve"));
                answered.put(key, reply.body());
            }
        } catch (UncheckedIOException e) {
            // It is dead, as it should be by now.
        }
    }

    private Process start(int port) throws IOException {
        var java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AcquirerMain.class.getName(),
                "serve");
        java.environment().put("SHOP_INSTANCE", "acquirer-1");
        java.environment().put("SHOP_HTTP_PORT", String.valueOf(port));
        java.environment().put("SHOP_DATA_FILE", folder.resolve("acquirer.db").toString());
        java.environment().put("SHOP_TELEMETRY_OTLP_ENDPOINT", "http://127.0.0.1:9");
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
