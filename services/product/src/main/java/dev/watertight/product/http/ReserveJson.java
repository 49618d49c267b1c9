package dev.watertight.product.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.product.domain.ReservationLine;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /reservations}. */
record ReserveJson(@Nullable UUID orderId, @Nullable List<@Nullable LineJson> lines) {

    record LineJson(@Nullable UUID productId, @Nullable Integer quantity) {
        void check(String pointer, Set<UUID> seen, Violations violations) {
            violations
                    .require(productId != null, pointer + "/productId", "must be the id of a product")
                    .require(
                            productId == null || seen.add(productId),
                            pointer + "/productId",
                            "stands in another line already")
                    .require(
                            quantity != null && quantity >= 1 && quantity <= ReservationLine.MAX_QUANTITY,
                            pointer + "/quantity",
                            "must be 1 to " + ReservationLine.MAX_QUANTITY);
        }

        ReservationLine toLine() {
            return new ReservationLine(Objects.requireNonNull(productId), Objects.requireNonNull(quantity));
        }
    }

    /** @throws dev.watertight.chassis.http.ProblemException 422 with all that is wrong with it */
    ReserveJson checked() {
        var violations = new Violations();
        violations.require(orderId != null, "/orderId", "must be the id of an order");
        if (lines == null || lines.isEmpty() || lines.size() > ReservationLine.MAX_LINES) {
            violations.require(false, "/lines", "must have 1 to " + ReservationLine.MAX_LINES + " lines");
        } else {
            checkLines(lines, violations);
        }
        violations.throwIfAny();
        return this;
    }

    UUID order() {
        return Objects.requireNonNull(orderId);
    }

    List<ReservationLine> toLines() {
        return Objects.requireNonNull(lines).stream()
                .map(Objects::requireNonNull)
                .map(LineJson::toLine)
                .toList();
    }

    private static void checkLines(List<@Nullable LineJson> lines, Violations violations) {
        var seen = new HashSet<UUID>();
        for (var i = 0; i < lines.size(); i++) {
            Objects.requireNonNullElse(lines.get(i), new LineJson(null, null)).check("/lines/" + i, seen, violations);
        }
    }
}
