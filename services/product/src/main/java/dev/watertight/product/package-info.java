/** Product: listings, stock and reservations. */
@NullMarked
package dev.watertight.product;

import org.jspecify.annotations.NullMarked;
