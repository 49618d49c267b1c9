package dev.watertight.user.http;

import dev.watertight.chassis.http.Violations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code PATCH /users/me}. */
record RenameJson(@Nullable String name) {
    String toName() {
        var violations = new Violations();
        var called = Fields.name(name, violations);
        violations.throwIfAny();
        return Objects.requireNonNull(called);
    }
}
