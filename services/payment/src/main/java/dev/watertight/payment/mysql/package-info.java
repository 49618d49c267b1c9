/** Payments and the ledger in MySQL. */
@NullMarked
package dev.watertight.payment.mysql;

import org.jspecify.annotations.NullMarked;
