package dev.watertight.drills;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watertight.drills.secrets.Place;
import dev.watertight.drills.secrets.Place.Where;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Everything that a running stack tells of itself, one thing after the other. */
final class Signals {
    /**
     * Not looked into: where secrets are kept, what services and the acquirer know of their customers, and what holds no
     * plain text, as programs, the supervisor's files and the samples of Prometheus, which is asked.
     */
    private static final Pattern KEPT = Pattern.compile(
            "secrets/.*|databases/[^/]+/(data/.*|accounts\\.sql)|data/(acquirer|prometheus)/.*|releases/.*|run/.*");

    private static final List<String> REGISTRY = List.of(
            "/v1/catalog/nodes",
            "/v1/catalog/services",
            "/v1/agent/self",
            "/v1/agent/services",
            "/v1/agent/checks",
            "/v1/health/state/any",
            "/v1/internal/ui/services",
            "/v1/internal/ui/nodes",
            "/v1/kv/?recurse=true",
            "/v1/session/list",
            "/v1/event/list",
            "/v1/query");

    private static final List<String> ALERTS =
            List.of("/api/v2/alerts", "/api/v2/alerts/groups", "/api/v2/silences", "/api/v2/status");

    private static final List<String> PAGES = List.of("/", "/;csv", "/;json");

    private final Path state;
    private final Instant since;
    private final BiConsumer<Place, byte[]> reader;
    private final Metrics metrics = new Metrics();
    private final Http prometheus = new Http(Addresses.prometheus());

    /**
     * @param state the folder of the stack
     * @param since when the first canary was sent
     */
    Signals(Path state, Instant since, BiConsumer<Place, byte[]> reader) {
        this.state = state;
        this.since = since;
        this.reader = reader;
    }

    void read() {
        files();
        new Traces().since(since).forEach(this::span);
        metrics();
        var consul = new Http(Addresses.consul());
        REGISTRY.forEach(path -> page(Where.REGISTRY, consul, path));
        var alertmanager = new Http(Addresses.alertmanager());
        ALERTS.forEach(path -> page(Where.ALERT, alertmanager, path));
        processes();
    }

    private void files() {
        try {
            Files.walkFileTree(state, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isKept(folder.resolve("any")) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !isKept(file)) {
                        file(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                // Some are rotated or renamed meanwhile.
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    return e instanceof NoSuchFileException ? FileVisitResult.CONTINUE : super.visitFileFailed(file, e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isKept(Path file) {
        return KEPT.matcher(state.relativize(file).toString()).matches();
    }

    private void file(Path file) {
        var name = state.relativize(file).toString();
        reader.accept(new Place(name.startsWith("logs/") ? Where.LOG : Where.FILE, name), content(file));
    }

    private void span(JsonNode span) {
        var rest = (ObjectNode) span.deepCopy();
        var label =
                span.path("name").asText() + " of trace " + span.path("traceId").asText();
        List.of("name", "localEndpoint", "remoteEndpoint").forEach(rest::remove);
        tell(Where.SPAN, label, rest.toString());
        tell(
                Where.SPAN_NAME,
                label,
                span.path("name") + " " + span.path("localEndpoint") + " " + span.path("remoteEndpoint"));
    }

    private void metrics() {
        var window = "start=%d&end=%d"
                .formatted(since.getEpochSecond(), Instant.now().getEpochSecond() + 1);
        var names = prometheus.get("/api/v1/labels?" + window).json().path("data");
        tell(Where.METRIC, "names of labels", names.toString());
        names.forEach(name ->
                page(Where.METRIC, prometheus, "/api/v1/label/" + encoded(name.asText()) + "/values?" + window));
        page(Where.METRIC, prometheus, "/api/v1/query_exemplars?query=" + encoded("{__name__=~\".+\"}") + "&" + window);
        var targets = metrics.targets();
        tell(Where.METRIC, "targets", targets.toString());
        targets.forEach(this::target);
    }

    private void target(JsonNode target) {
        var address = URI.create(target.path("scrapeUrl").asText());
        var http = new Http(address.resolve("/"));
        page(Where.METRIC, http.with("Accept", "application/openmetrics-text"), address.toString());
        if (target.at("/labels/job").asText().equals("haproxy")) {
            PAGES.forEach(path -> page(Where.PAGE, http, path));
        }
    }

    private void page(Where where, Http http, String path) {
        var reply = http.get(path);
        var isNothingThere = where == Where.REGISTRY && reply.status() == 404;
        if (reply.status() != 200 && !isNothingThere) {
            throw new AssertionError("%s cannot be read: %d %s".formatted(path, reply.status(), reply.body()));
        }
        tell(where, path, reply.body());
    }

    /** Of everybody: the parts may have started others. */
    private void processes() {
        ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .forEach(pid -> List.of("cmdline", "environ")
                        .forEach(file ->
                                reader.accept(new Place(Where.PROCESS, file + " of " + pid), ofProcess(pid, file))));
    }

    private void tell(Where where, String name, String text) {
        reader.accept(new Place(where, name), text.getBytes(UTF_8));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0]; // rotated or renamed since
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing of a process that is gone or is not ours, nor of one that has none, as the kernel's own. */
    private static byte[] ofProcess(Long pid, String file) {
        try {
            return Files.readAllBytes(Path.of("/proc", pid.toString(), file));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
