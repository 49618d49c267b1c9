/** Product and Payment, as settlement sees them. */
@NullMarked
package dev.watertight.order.remote;

import org.jspecify.annotations.NullMarked;
