package dev.watertight.twin.shop;

import java.util.Optional;

final class Perhaps {
    private final Optional<String> field;

    Perhaps(String field) {
        this.field = Optional.of(field);
    }

    String or(Optional<String> parameter) {
        return field.or(() -> parameter).orElse("");
    }
}
