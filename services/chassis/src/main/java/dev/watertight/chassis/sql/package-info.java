/** Pooled connections, transactions and migrations. */
@NullMarked
package dev.watertight.chassis.sql;

import org.jspecify.annotations.NullMarked;
