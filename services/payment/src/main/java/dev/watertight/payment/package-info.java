/** Charges orders and keeps the ledger. */
@NullMarked
package dev.watertight.payment;

import org.jspecify.annotations.NullMarked;
