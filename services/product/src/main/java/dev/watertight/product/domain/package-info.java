/** Products, their stock and what is held of it, in the shop's words; knows only the JDK. */
@NullMarked
package dev.watertight.product.domain;

import org.jspecify.annotations.NullMarked;
