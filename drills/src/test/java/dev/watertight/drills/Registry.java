package dev.watertight.drills;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What Consul says. */
final class Registry {
    private static final String INTERNAL = "-internal";

    private final Http consul = new Http(Addresses.consul());

    /** The ids of the instances of {@code service} that pass their checks. */
    Set<String> passing(String service) {
        var ids = new TreeSet<String>();
        consul.get("/v1/health/service/" + service + "?passing=true")
                .json()
                .forEach(instance -> ids.add(instance.at("/Service/ID").asText()));
        return ids;
    }

    /** The versions of the instances of {@code service} that pass their checks. */
    Set<String> versions(String service) {
        var versions = new TreeSet<String>();
        consul.get("/v1/health/service/" + service + "?passing=true")
                .json()
                .forEach(instance ->
                        versions.add(instance.at("/Service/Meta/version").asText()));
        return versions;
    }

    /** Where the instance {@code id} of {@code service} listens. */
    URI address(String service, String id) {
        for (var instance : consul.get("/v1/health/service/" + service).json()) {
            if (instance.at("/Service/ID").asText().equals(id)) {
                return URI.create("http://%s:%d"
                        .formatted(
                                instance.at("/Service/Address").asText(),
                                instance.at("/Service/Port").asInt()));
            }
        }
        throw new IllegalStateException(id + " is not registered");
    }

    /** Registers one more instance, which passes at once. */
    void register(String service, String id, int port) {
        var registered =
                "{\"ID\":\"%s\",\"Name\":\"%s\",\"Address\":\"127.0.0.1\",\"Port\":%d,\"Meta\":{\"metrics_port\":\"%d\"}}"
                        .formatted(id, service, port, metricsPort(service));
        requireDone(consul.put("/v1/agent/service/register", registered));
    }

    /** Registers one more instance, which nobody sends anything to: it never passes. */
    void registerFailing(String service, String id, String version) {
        var registered = """
            {"ID":"%s","Name":"%s","Address":"127.0.0.1","Port":1,
            "Meta":{"version":"%s","metrics_port":"%d"},"Check":{"TTL":"10m","Status":"critical"}}\
            """.formatted(id, service, version, metricsPort(service));
        requireDone(consul.put("/v1/agent/service/register", registered));
    }

    /** The service a replica is one of. */
    static String serviceOf(String replica) {
        return replica.substring(0, replica.lastIndexOf('-'));
    }

    /** Whether a replica is listed for customers and for other services. */
    boolean isListed(String replica) {
        var service = serviceOf(replica);
        return passing(service).contains(replica) && passing(service + INTERNAL).contains(replica + INTERNAL);
    }

    /** Whether it is listed for neither of them. */
    boolean isDrained(String replica) {
        var service = serviceOf(replica);
        return !passing(service).contains(replica)
                && !passing(service + INTERNAL).contains(replica + INTERNAL);
    }

    /** Takes a replica out for customers and for other services. */
    void drainReplica(String replica) {
        drain(replica);
        drain(replica + INTERNAL);
    }

    void undrainReplica(String replica) {
        undrain(replica);
        undrain(replica + INTERNAL);
    }

    /** Takes an instance out of what passes, as one does that drains. */
    void drain(String id) {
        maintain(id, true);
    }

    /** Lists it again. */
    void undrain(String id) {
        maintain(id, false);
    }

    private void maintain(String id, boolean enabled) {
        requireDone(consul.put("/v1/agent/service/maintenance/" + id + "?enable=" + enabled, ""));
    }

    /** Takes an instance out; that it is not there is no failure: who cleans up need not know how far they came. */
    void deregister(String id) {
        var reply = consul.put("/v1/agent/service/deregister/" + id, "");
        if (reply.status() != 404) {
            requireDone(reply);
        }
    }

    /** Where the instance {@code id} of {@code service} says how it is, as Prometheus asks it. */
    Http admin(String service, String id) {
        var port = StreamSupport.stream(
                        consul.get("/v1/health/service/" + service).json().spliterator(), false)
                .filter(instance -> instance.at("/Service/ID").asText().equals(id))
                .mapToInt(instance -> instance.at("/Service/Meta/metrics_port").asInt())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " is not registered"));
        return new Http(URI.create("http://127.0.0.1:" + port));
    }

    /** Of any instance: Prometheus asks everybody who is registered. */
    private int metricsPort(String service) {
        return consul.get("/v1/health/service/" + service)
                .json()
                .at("/0/Service/Meta/metrics_port")
                .asInt();
    }

    private static void requireDone(Http.Reply reply) {
        if (reply.status() != 200) {
            throw new AssertionError("Consul: " + reply.status() + " " + reply.body());
        }
    }
}
