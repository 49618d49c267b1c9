package dev.watertight.user.http;

import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.user.domain.OpenSession;
import dev.watertight.user.domain.RefreshSession;
import dev.watertight.user.domain.SessionTokens;
import dev.watertight.user.domain.Sessions;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Logging in, staying in and logging out, for the public. */
public final class SessionRoutes {
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final OpenSession opening;
    private final RefreshSession refreshing;
    private final Sessions sessions;
    private final Tokens tokens;

    public SessionRoutes(OpenSession opening, RefreshSession refreshing, Sessions sessions, Tokens tokens) {
        this.opening = opening;
        this.refreshing = refreshing;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    public Routes addTo(Routes routes) {
        return routes.on(Method.POST, "/sessions", this::open)
                .on(Method.POST, "/sessions/refresh", this::refresh)
                .on(Method.DELETE, "/sessions/current", this::end);
    }

    private void open(ServerRequest request, ServerResponse response) {
        var login = Json.readStrictly(request, LogInJson.class).checked();
        switch (opening.open(login.email(), login.password())) {
            case OpenSession.Result.Opened(var opened) -> send(response, 201, opened);
            case OpenSession.Result.Refused() ->
                throw Problem.of(401, "invalid-credentials", "There is no account with this e-mail and password.")
                        .asException();
        }
    }

    private void refresh(ServerRequest request, ServerResponse response) {
        var token = Json.readStrictly(request, RefreshJson.class).toToken();
        switch (refreshing.refresh(token)) {
            case RefreshSession.Result.Refreshed(var refreshed) -> send(response, 200, refreshed);
            case RefreshSession.Result.Refused() ->
                throw Problem.of(401, "invalid-refresh-token", "The session is over; log in again.")
                        .asException();
        }
    }

    private void end(ServerRequest request, ServerResponse response) {
        sessions.end(tokens.authenticate(request).session());
        response.status(204).send();
    }

    private static void send(ServerResponse response, int status, SessionTokens tokens) {
        Json.send(response.header(NO_STORE), status, SessionView.of(tokens));
    }
}
