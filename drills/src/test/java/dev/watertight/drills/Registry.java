package dev.watertight.drills;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/** What Consul says. */
final class Registry {
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
}
