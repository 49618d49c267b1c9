package dev.watertight.order.http;

import dev.watertight.chassis.http.Violations;
import dev.watertight.order.domain.Money;
import dev.watertight.order.domain.Order;
import dev.watertight.order.domain.OrderLine;
import dev.watertight.order.domain.PlaceOrder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What arrives at {@code POST /orders}. */
record PlaceOrderJson(
        @Nullable List<@Nullable LineJson> lines,
        @Nullable String paymentMethod,
        @Nullable MoneyJson expectedTotal) {
    private static final int MAX_METHOD = 64;

    record LineJson(@Nullable UUID productId, @Nullable Integer quantity) {
        OrderLine toLine() {
            return OrderLine.of(Objects.requireNonNull(productId), Objects.requireNonNull(quantity));
        }
    }

    /** Checks all of it and turns it into the domain's words. */
    PlaceOrder.Command toCommand(UUID customerId, String key, String currency, Instant answerBy) {
        var violations = new Violations();
        checkLines(violations);
        violations.require(
                paymentMethod != null
                        && !paymentMethod.isBlank()
                        && paymentMethod.length() <= MAX_METHOD
                        && paymentMethod.chars().allMatch(c -> c > ' ' && c < 127),
                "/paymentMethod",
                "must be a payment method token");
        if (expectedTotal != null) {
            expectedTotal.check(currency, violations, "/expectedTotal");
        }
        violations.throwIfAny();
        return new PlaceOrder.Command(
                customerId, key, domainLines(), Objects.requireNonNull(paymentMethod), expected(), answerBy);
    }

    private void checkLines(Violations violations) {
        if (lines == null || lines.isEmpty() || lines.size() > Order.MAX_LINES) {
            violations.require(false, "/lines", "must have 1 to " + Order.MAX_LINES + " lines");
            return;
        }
        var seen = new HashSet<UUID>();
        for (var i = 0; i < lines.size(); i++) {
            checkLine(lines.get(i), "/lines/" + i, seen, violations);
        }
    }

    private static void checkLine(@Nullable LineJson line, String pointer, HashSet<UUID> seen, Violations violations) {
        if (line == null) {
            violations.require(false, pointer, "must be a line");
            return;
        }
        var quantity = line.quantity();
        violations
                .require(line.productId() != null, pointer + "/productId", "must be the id of a product")
                .require(
                        quantity != null && quantity >= 1 && quantity <= OrderLine.MAX_QUANTITY,
                        pointer + "/quantity",
                        "must be 1 to " + OrderLine.MAX_QUANTITY)
                .require(
                        line.productId() == null || seen.add(line.productId()),
                        pointer + "/productId",
                        "stands in another line already");
    }

    private List<OrderLine> domainLines() {
        return Objects.requireNonNull(lines).stream()
                .map(Objects::requireNonNull)
                .map(LineJson::toLine)
                .toList();
    }

    private @Nullable Money expected() {
        return expectedTotal == null
                ? null
                : new Money(
                        Objects.requireNonNull(expectedTotal.amount()),
                        Objects.requireNonNull(expectedTotal.currency()));
    }
}
