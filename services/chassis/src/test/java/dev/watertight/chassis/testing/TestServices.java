package dev.watertight.chassis.testing;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.config.Secret;
import dev.watertight.chassis.consul.ConsulConfig;
import dev.watertight.chassis.http.HttpConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** What a service under test is told: free ports, no Consul, no collector, nobody to wait for when it leaves. */
public final class TestServices {
    private static final Duration DEADLINE = Duration.ofMillis(2500);

    private TestServices() {}

    public static ServiceConfig config(String instance, Path stateDir) {
        return config(instance, stateDir, 128);
    }

    public static ServiceConfig config(String instance, Path stateDir, int maxConcurrent) {
        return new ServiceConfig(
                instance,
                "test",
                new HttpConfig("127.0.0.1", "", 0, 0, 0, DEADLINE, maxConcurrent, Duration.ZERO),
                new ConsulConfig(URI.create("http://127.0.0.1:9"), new Secret("")),
                stateDir,
                TestTelemetry.CONFIG);
    }
}
