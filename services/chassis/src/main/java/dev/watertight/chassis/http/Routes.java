package dev.watertight.chassis.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one socket serves. Knows its own operations, so that the documented and the served ones can be compared. */
public final class Routes {
    private record Route(Method method, String path, Handler handler) {
        String operation() {
            return method.text() + " " + path;
        }
    }

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route; {@code path} is a template such as {@code /orders/{id}} and becomes the {@code http.route}. */
    public Routes on(Method method, String path, Handler handler) {
        routes.add(new Route(method, path, handler));
        return this;
    }

    /** Every operation served, as {@code GET /orders/{id}}. */
    public Set<String> operations() {
        return routes.stream().map(Route::operation).collect(Collectors.toUnmodifiableSet());
    }

    /** Adds the routes, and for every path a 405 that names what is allowed there. */
    void addTo(HttpRouting.Builder routing) {
        routes.forEach(route -> routing.route(route.method(), route.path(), route.handler()));
        var methodsByPath = routes.stream()
                .collect(Collectors.groupingBy(Route::path, Collectors.mapping(Route::method, Collectors.toList())));
        methodsByPath.forEach((path, methods) -> {
            var allowed = methods.stream().map(Method::text).sorted().collect(Collectors.joining(", "));
            routing.any(path, (request, response) -> {
                response.header(HeaderNames.ALLOW.defaultCase(), allowed);
                throw Problem.of(405, "method-not-allowed", "Allowed here: " + allowed + ".")
                        .asException();
            });
        });
    }
}
