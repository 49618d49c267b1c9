package dev.watertight.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.watertight.drills.bench.Running;
import dev.watertight.drills.secrets.Canaries;
import dev.watertight.drills.secrets.Canary;
import dev.watertight.drills.secrets.Kind;
import dev.watertight.drills.secrets.Place.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The broken twin: canaries where none may be, put there past whatever keeps them out. */
final class Planted implements AutoCloseable {
    private static final String SERVICE = "payment";
    private static final String SILENCES = "/api/v2/silences";

    private final Canaries canaries = new Canaries();
    private final Map<Where, String> cores = new EnumMap<>(Where.class);
    private final Registry registry = new Registry();
    private final Metrics metrics = new Metrics();
    private final Http alertmanager = new Http(Addresses.alertmanager());
    private final List<Path> files;
    private final Process process;
    private final String silence;

    Planted(Path state) throws IOException {
        this.files = List.of(
                Files.writeString(state.resolve("logs/planted.log"), base64("password " + hatch(Where.LOG))),
                Files.writeString(state.resolve("planted.json"), hatch(Where.FILE)));
        this.process = process(state);
        this.silence = silence();
        storeSpan();
        hatch(Where.METRIC);
        registry.registerFailing(SERVICE, instance(), hatch(Where.REGISTRY));
    }

    /** The one that was put into each place; the replica of two of them is called by one, which is therefore in both. */
    Map<Where, String> cores() {
        return cores;
    }

    List<Canary> canaries() {
        return canaries.all();
    }

    /** Prometheus asks who is registered, well or not, and calls them by their name. */
    boolean isScraped() {
        return !metrics.query("up{instance=\"%s\"}".formatted(instance())).isEmpty();
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            Files.deleteIfExists(file);
        }
        Running.end(process);
        alertmanager.delete("/api/v2/silence/" + silence);
        registry.deregister(instance());
    }

    private String hatch(Where where) {
        var core = canaries.hatch(Kind.SECRET, "%s", "what was planted: " + where, "");
        cores.put(where, core);
        return core;
    }

    private String instance() {
        return "planted-" + cores.get(Where.METRIC);
    }

    private Process process(Path state) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", "read -r line", hatch(Where.PROCESS));
        builder.environment().put("WATERTIGHT_STACK", state.toString());
        return builder.start();
    }

    private String silence() {
        return alertmanager
                .post(SILENCES, """
                    {"matchers":[{"name":"alertname","value":"Planted","isRegex":false}],"startsAt":"%s","endsAt":"%s",
                    "createdBy":"drill","comment":"%s"}\
                    """.formatted(Instant.now(), Instant.now().plusSeconds(60), hatch(Where.ALERT)))
                .json()
                .path("silenceID")
                .asText();
    }

    /** Straight into the trace store, past the collector. */
    private void storeSpan() {
        var trace = UUID.randomUUID().toString().replace("-", "");
        new Traces().store("""
            [{"traceId":"%s","id":"%s","name":"planted %s","timestamp":%d,"duration":1000,
            "localEndpoint":{"serviceName":"planted"},"tags":{"user.password":"%s"}}]\
            """.formatted(
                        trace,
                        trace.substring(16),
                        hatch(Where.SPAN_NAME),
                        System.currentTimeMillis() * 1000,
                        hatch(Where.SPAN)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
