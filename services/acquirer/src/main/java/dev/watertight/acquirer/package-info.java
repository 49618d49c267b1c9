/** A card acquirer to try the shop with: the token of a payment method says what happens. */
@NullMarked
package dev.watertight.acquirer;

import org.jspecify.annotations.NullMarked;
