/** Routes and wire records. */
@NullMarked
package dev.watertight.user.http;

import org.jspecify.annotations.NullMarked;
