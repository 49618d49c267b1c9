package dev.watertight.user.http;

import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Routes;
import io.helidon.http.Method;
import java.util.function.Supplier;

/** The keys that verify access tokens, for everybody. */
public final class KeyRoutes {
    private final Supplier<String> published;

    /** @param published the key set as JSON */
    public KeyRoutes(Supplier<String> published) {
        this.published = published;
    }

    public Routes addTo(Routes routes) {
        return routes.on(
                Method.GET,
                "/.well-known/jwks.json",
                (request, response) -> Json.sendText(response, 200, published.get()));
    }
}
