package dev.watertight.user.http;

import dev.watertight.chassis.auth.Caller;
import dev.watertight.chassis.http.Violations;
import dev.watertight.user.domain.ChangePassword;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code PUT /users/me/password}. */
record ChangePasswordJson(
        @Nullable String oldPassword, @Nullable String newPassword) {
    ChangePassword.Command toCommand(Caller caller) {
        var violations = new Violations();
        var old = Fields.knownPassword(oldPassword, "/oldPassword", violations);
        var fresh = Fields.newPassword(newPassword, "/newPassword", violations);
        violations.throwIfAny();
        return new ChangePassword.Command(
                caller.userId(), caller.session(), Objects.requireNonNull(old), Objects.requireNonNull(fresh));
    }

    @Override
    public String toString() {
        return "***";
    }
}
