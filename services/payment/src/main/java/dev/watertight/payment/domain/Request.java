package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.UUID;

/** Who wanted money back, why and since when: of one refund, or of a cancelled order's charge. */
public record Request(UUID by, String reason, Instant at) {}
