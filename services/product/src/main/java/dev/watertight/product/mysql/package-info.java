/** Products, stock and reservations as rows. */
@NullMarked
package dev.watertight.product.mysql;

import org.jspecify.annotations.NullMarked;
