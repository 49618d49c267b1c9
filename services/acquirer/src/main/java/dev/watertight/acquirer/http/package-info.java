/** Routes and wire records. */
@NullMarked
package dev.watertight.acquirer.http;

import org.jspecify.annotations.NullMarked;
