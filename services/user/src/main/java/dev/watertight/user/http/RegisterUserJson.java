package dev.watertight.user.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.user.domain.RegisterUser;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /users}. */
record RegisterUserJson(
        @Nullable String email,
        @Nullable String password,
        @Nullable String name) {

    /** Checks all of it and turns it into the domain's words. */
    RegisterUser.Command toCommand() {
        var violations = new Violations();
        var address = Fields.email(email, violations);
        var chosen = Fields.newPassword(password, "/password", violations);
        var called = Fields.name(name, violations);
        violations.throwIfAny();
        return new RegisterUser.Command(
                Objects.requireNonNull(address), Objects.requireNonNull(chosen), Objects.requireNonNull(called));
    }

    @Override
    public String toString() {
        return "***";
    }
}
