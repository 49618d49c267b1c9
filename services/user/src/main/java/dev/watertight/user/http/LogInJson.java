package dev.watertight.user.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.user.domain.Email;
import dev.watertight.user.domain.Password;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /sessions}. */
record LogInJson(@Nullable String email, @Nullable String password) {
    record Checked(Email email, Password password) {}

    Checked checked() {
        var violations = new Violations();
        var address = Fields.email(email, violations);
        var given = Fields.knownPassword(password, "/password", violations);
        violations.throwIfAny();
        return new Checked(Objects.requireNonNull(address), Objects.requireNonNull(given));
    }

    @Override
    public String toString() {
        return "***";
    }
}
