/** Routes and wire records of Product. */
@NullMarked
package dev.watertight.product.http;

import org.jspecify.annotations.NullMarked;
