package dev.watertight.user.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.user.domain.Email;
import dev.watertight.user.domain.Password;
import dev.watertight.user.domain.User;
import org.jspecify.annotations.Nullable;

/** The fields that several bodies share; each is null exactly when it was refused. */
final class Fields {
    private Fields() {}

    static @Nullable Email email(@Nullable String sent, Violations violations) {
        var email = sent == null ? null : Email.parse(sent).orElse(null);
        violations.require(email != null, "/email", "must be an e-mail address");
        return email;
    }

    /** A password somebody chooses. */
    static @Nullable Password newPassword(@Nullable String sent, String pointer, Violations violations) {
        var password = sent == null ? null : new Password(sent);
        var acceptable = password != null && password.isAcceptable();
        violations.require(
                acceptable,
                pointer,
                "must have %d to %d characters".formatted(Password.MIN_LENGTH, Password.MAX_LENGTH));
        return acceptable ? password : null;
    }

    /** A password somebody chose before: whether it is right is all that counts. */
    static @Nullable Password knownPassword(@Nullable String sent, String pointer, Violations violations) {
        violations.require(sent != null, pointer, "must be a password");
        return sent == null ? null : new Password(sent);
    }

    static @Nullable String name(@Nullable String sent, Violations violations) {
        var name = sent == null ? "" : sent.strip();
        var acceptable = User.isName(name);
        violations.require(acceptable, "/name", "must have 1 to %d visible characters".formatted(User.MAX_NAME));
        return acceptable ? name : null;
    }
}
