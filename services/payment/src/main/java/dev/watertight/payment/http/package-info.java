/** Routes and wire records. */
@NullMarked
package dev.watertight.payment.http;

import org.jspecify.annotations.NullMarked;
