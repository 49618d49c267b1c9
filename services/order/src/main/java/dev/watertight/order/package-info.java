/** Takes orders and settles them. */
@NullMarked
package dev.watertight.order;

import org.jspecify.annotations.NullMarked;
