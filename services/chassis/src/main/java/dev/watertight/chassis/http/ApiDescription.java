package dev.watertight.chassis.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Serves the service's own {@code openapi.yaml}. */
public final class ApiDescription {
    /** Where it is served, and where it lies on the class path. */
    public static final String PATH = "/openapi.yaml";

    private ApiDescription() {}

    /** Adds the description to what the public sees. */
    public static Routes addTo(Routes routes) {
        var text = read();
        return routes.on(
                Method.GET,
                PATH,
                (request, response) -> response.header(HeaderNames.CONTENT_TYPE.defaultCase(), "application/yaml")
                        .send(text));
    }

    private static byte[] read() {
        try (var in = ApiDescription.class.getResourceAsStream(PATH)) {
            return Objects.requireNonNull(in, "no openapi.yaml on the class path")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
