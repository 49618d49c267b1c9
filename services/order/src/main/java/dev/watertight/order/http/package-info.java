/** Routes and wire records. */
@NullMarked
package dev.watertight.order.http;

import org.jspecify.annotations.NullMarked;
