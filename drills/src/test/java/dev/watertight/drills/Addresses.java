package dev.watertight.drills;

import java.net.URI;
import java.nio.file.Path;

/** Where the parts of the running stack are, as {@code ./watertight test} says. */
final class Addresses {
    private Addresses() {}

    static URI edge() {
        return uri("watertight.edge");
    }

    static URI consul() {
        return uri("watertight.consul");
    }

    static URI prometheus() {
        return uri("watertight.prometheus");
    }

    static URI zipkin() {
        return uri("watertight.zipkin");
    }

    static URI alertmanager() {
        return uri("watertight.alertmanager");
    }

    /** The folder of the running stack: what it writes, and its configuration as it was rendered. */
    static Path state() {
        var named = System.getenv("WATERTIGHT_STATE");
        return named == null || named.isEmpty() ? Path.of(root(), ".watertight", "shop") : Path.of(named);
    }

    /** The folder {@code ./watertight} lies in. */
    static String root() {
        return property("watertight.root");
    }

    /** Where drills leave their reports. */
    static Path reports() {
        return Path.of(System.getProperty("watertight.drill.reports", "target/reports"));
    }

    private static URI uri(String name) {
        return URI.create(property(name));
    }

    private static String property(String name) {
        var value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("-D" + name + " is missing: drills run by ./watertight test");
        }
        return value;
    }
}
