package dev.watertight.user.http;

import dev.watertight.user.domain.User;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An account as its owner sees it. */
record UserView(UUID id, String email, String name, List<String> roles, Instant createdAt) {
    static UserView of(User user) {
        return new UserView(user.id(), user.email().reveal(), user.name(), List.copyOf(user.roles()), user.createdAt());
    }

    @Override
    public String toString() {
        return "***";
    }
}
