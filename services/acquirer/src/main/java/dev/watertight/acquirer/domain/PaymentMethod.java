package dev.watertight.acquirer.domain;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the token of a payment method makes happen. */
enum PaymentMethod {
    APPROVE("tok_approve", null),
    DECLINE("tok_decline", Decline.REFUSED),
    INSUFFICIENT_FUNDS("tok_insufficient_funds", Decline.INSUFFICIENT_FUNDS),
    SLOW("tok_slow", null),
    LOST_ANSWER("tok_lost_answer", null),
    ERROR_ONCE("tok_error_once", null),
    UNKNOWN("", Decline.INVALID_METHOD);

    private static final Duration SLOWNESS = Duration.ofSeconds(2);

    private final String token;
    private final @Nullable Decline decline;

    PaymentMethod(String token, @Nullable Decline decline) {
        this.token = token;
        this.decline = decline;
    }

    static PaymentMethod of(String token) {
        return Arrays.stream(values())
                .filter(method -> method.token.equals(token))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Why it is declined; null when it is approved. */
    @Nullable
    Decline decline() {
        return decline;
    }

    Duration delay() {
        return this == SLOW ? SLOWNESS : Duration.ZERO;
    }
}
