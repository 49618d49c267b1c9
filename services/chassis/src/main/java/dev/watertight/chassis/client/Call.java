package dev.watertight.chassis.client;

import dev.watertight.chassis.http.Json;
import io.helidon.http.Method;
import java.util.HashMap;
import java.util.Map;

/**
 * One request to another service.
 *
 * @param route the path as a template, for spans; {@code path} is the real one, in which a {@code ?} begins no query
 * @param body JSON, or nothing
 * @param headers beyond those every call has
 * @param repeatable whether asking twice does no more than asking once, so that it may be retried
 */
public record Call(
        Method method, String route, String path, String body, Map<String, String> headers, boolean repeatable) {
    private static final String NOTHING = "";

    public Call {
        headers = Map.copyOf(headers);
    }

    public static Call get(String route, String path) {
        return new Call(Method.GET, route, path, NOTHING, Map.of(), true);
    }

    /** A POST whose key is in its body, path or headers, so that it may be repeated. */
    public static Call keyedPost(String route, String path, Object body) {
        return new Call(Method.POST, route, path, Json.text(body), Map.of(), true);
    }

    /** A POST without a body whose key is in its path. */
    public static Call keyedPost(String route, String path) {
        return new Call(Method.POST, route, path, NOTHING, Map.of(), true);
    }

    public static Call delete(String route, String path) {
        return new Call(Method.DELETE, route, path, NOTHING, Map.of(), true);
    }

    /** This call with one more header. */
    public Call with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Call(method, route, path, body, more, repeatable);
    }
}
