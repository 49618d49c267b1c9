package dev.watertight.drills;

import dev.watertight.drills.bench.NaiveEdge;
import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The broken twin of an overload: two replicas that take on whatever comes, behind an edge that sends again whatever failed. */
final class UnlimitedProduct {
    private final Running first;
    private final Running second;
    private final Path folder;

    /**
     * @param first replica of Product, whose quota one of them gets
     * @param second the other replica, for the other one
     * @param folder for the configuration of the edge
     */
    UnlimitedProduct(Running first, Running second, Path folder) {
        this.first = first;
        this.second = second;
        this.folder = folder;
    }

    /** What {@code measure} says of the edge and the replicas, once they are warm and have their quotas. */
    <T> T measure(BiFunction<URI, List<Running>, T> measure) throws IOException {
        try (var one = replica("product-10");
                var two = replica("product-11");
                var edge = edge(List.of(one.publicAddress(), two.publicAddress()))) {
            Crowd.warm(edge.address());
            one.running().shareQuotaOf(first);
            two.running().shareQuotaOf(second);
            return measure.apply(edge.address(), List.of(one.running(), two.running()));
        }
    }

    private BenchedReplica replica(String name) throws IOException {
        return new BenchedReplica(
                        name, first.command(), first.environment(), Map.of("SHOP_HTTP_MAX_CONCURRENT", "1000000"))
                .hidden();
    }

    private NaiveEdge edge(List<URI> replicas) throws IOException {
        return new NaiveEdge(
                Part.named("edge").program(), "retries 3\n    retry-on all-retryable-errors", replicas, folder);
    }
}
