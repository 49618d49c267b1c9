package dev.watertight.user.http;

import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.chassis.http.Routes;
import dev.watertight.user.domain.ChangePassword;
import dev.watertight.user.domain.RegisterUser;
import dev.watertight.user.domain.RegisterUser.Result;
import dev.watertight.user.domain.Users;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Accounts, for the public. */
public final class UserRoutes {
    private final RegisterUser registration;
    private final ChangePassword passwordChange;
    private final Users users;
    private final Tokens tokens;

    public UserRoutes(RegisterUser registration, ChangePassword passwordChange, Users users, Tokens tokens) {
        this.registration = registration;
        this.passwordChange = passwordChange;
        this.users = users;
        this.tokens = tokens;
    }

    public Routes addTo(Routes routes) {
        return routes.on(Method.POST, "/users", this::register)
                .on(Method.GET, "/users/me", this::get)
                .on(Method.PATCH, "/users/me", this::rename)
                .on(Method.PUT, "/users/me/password", this::changePassword);
    }

    private void register(ServerRequest request, ServerResponse response) {
        var command = Json.readStrictly(request, RegisterUserJson.class).toCommand();
        switch (registration.register(command)) {
            case Result.Registered(var user) -> Json.send(response, 201, UserView.of(user));
            case Result.EmailTaken() ->
                throw Problem.of(409, "email-taken", "There is an account with this e-mail; log in instead.")
                        .asException();
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var user = users.find(caller.userId()).orElseThrow(UserRoutes::gone);
        Json.send(response, 200, UserView.of(user));
    }

    private void rename(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var name = Json.readStrictly(request, RenameJson.class).toName();
        var user = users.rename(caller.userId(), name).orElseThrow(UserRoutes::gone);
        Json.send(response, 200, UserView.of(user));
    }

    private void changePassword(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var command = Json.readStrictly(request, ChangePasswordJson.class).toCommand(caller);
        switch (passwordChange.change(command)) {
            case CHANGED -> response.status(204).send();
            case WRONG_PASSWORD ->
                throw Problem.of(403, "wrong-password", "The old password is not the one you have now.")
                        .asException();
        }
    }

    private static ProblemException gone() {
        return Problem.notFound().asException();
    }
}
