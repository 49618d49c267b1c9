/** Payments, the ledger, and how a charge comes to its end whatever gets lost. */
@NullMarked
package dev.watertight.payment.domain;

import org.jspecify.annotations.NullMarked;
