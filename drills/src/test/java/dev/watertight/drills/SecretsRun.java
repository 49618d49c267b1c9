package dev.watertight.drills;

import static org.awaitility.Awaitility.await;

import dev.watertight.drills.secrets.Finding;
import dev.watertight.drills.secrets.Place;
import dev.watertight.drills.secrets.Place.Where;
import dev.watertight.drills.secrets.Search;
import dev.watertight.drills.traces.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Canaries sent and planted, and what was found of them.
 *
 * @param traffic what was sent, and what was answered
 * @param planted what had to be found, and where
 * @param seen where there was anything to look into
 * @param masked what the store has of the span that held what none may hold
 */
record SecretsRun(
        Traffic traffic, Set<Finding> findings, Map<Where, String> planted, Set<Where> seen, List<Span> masked) {
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(250);

    static SecretsRun make() {
        var state = Addresses.state();
        var traffic = new Traffic(Path.of(Addresses.root()));
        var since = Instant.now();
        new StackSecrets(state).addTo(traffic.canaries());
        try (var planted = new Planted(state)) {
            var masked = new Masked(traffic.canaries());
            new Visits(traffic).all();
            awaitArrival(planted, masked);
            var look = new Look(traffic, planted);
            traffic.answered().forEach(answer -> look.at(answer.place(), answer.text()));
            new Signals(state, since, look::at).read();
            return new SecretsRun(traffic, look.findings, planted.cores(), look.seen, masked.stored());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Look {
        private final Search search;
        private final Set<Finding> findings = new LinkedHashSet<>();
        private final Set<Where> seen = EnumSet.noneOf(Where.class);

        private Look(Traffic traffic, Planted planted) {
            this.search = new Search(Stream.concat(traffic.canaries().all().stream(), planted.canaries().stream())
                    .toList());
        }

        void at(Place place, byte[] content) {
            if (content.length > 0) {
                seen.add(place.where());
            }
            findings.addAll(search.in(place, content));
        }
    }

    /** Spans leave a process in their order, so that the last one of each is behind all others. */
    private static void awaitArrival(Planted planted, Masked masked) {
        var traces = new Traces();
        var last = sockets()
                .map(socket -> socket.get("/last").header("X-Trace-Id"))
                .toList();
        new Metrics().awaitScrapes();
        await("the last spans")
                .atMost(ARRIVAL)
                .pollInterval(LOOK)
                .until(() -> last.stream()
                        .noneMatch(trace -> traces.trace(trace).spans().isEmpty()));
        await("the masked span").atMost(ARRIVAL).until(() -> !masked.stored().isEmpty());
        await("the planted series").atMost(ARRIVAL).until(planted::isScraped);
    }

    /** Where each process is asked that has spans to send. */
    private static Stream<Http> sockets() {
        var registry = new Registry();
        var replicas = Part.all().stream()
                .filter(Part::isReplica)
                .map(replica -> registry.address(Registry.serviceOf(replica.name()), replica.name()));
        var acquirer = URI.create("http://127.0.0.1:" + Part.named("acquirer").port());
        return Stream.concat(replicas, Stream.of(acquirer)).map(Http::new);
    }
}
