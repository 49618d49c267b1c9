package dev.watertight.chassis.client;

import dev.watertight.chassis.http.Json;
import io.helidon.http.Method;

/**
 * One request to another service.
 *
 * @param route the path as a template, for spans; {@code path} is the real one
 * @param body JSON, or nothing
 * @param repeatable whether asking twice does no more than asking once, so that it may be retried
 */
public record Call(Method method, String route, String path, String body, boolean repeatable) {
    private static final String NOTHING = "";

    public static Call get(String route, String path) {
        return new Call(Method.GET, route, path, NOTHING, true);
    }

    /** A POST whose key is in its body or path, so that it may be repeated. */
    public static Call keyedPost(String route, String path, Object body) {
        return new Call(Method.POST, route, path, Json.text(body), true);
    }

    /** A POST without a body whose key is in its path. */
    public static Call keyedPost(String route, String path) {
        return new Call(Method.POST, route, path, NOTHING, true);
    }

    public static Call delete(String route, String path) {
        return new Call(Method.DELETE, route, path, NOTHING, true);
    }
}
