package dev.watertight.payment.http;

import java.util.UUID;

/** What went back of a cancelled order's charge. */
record CancelView(UUID orderId, String status, MoneyJson refunded) {}
