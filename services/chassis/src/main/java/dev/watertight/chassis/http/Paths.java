package dev.watertight.chassis.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.UUID;

/** What the path of a request names. */
public final class Paths {
    private Paths() {}

    /** @throws ProblemException 404 when it is no id: nothing can be found under it */
    public static UUID id(ServerRequest request, String parameter) {
        var text = request.path().pathParameters().get(parameter);
        return Ids.parse(text).orElseThrow(() -> Problem.notFound().asException());
    }
}
