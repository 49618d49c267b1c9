/** Orders and their settlement, in the shop's words; knows only the JDK. */
@NullMarked
package dev.watertight.order.domain;

import org.jspecify.annotations.NullMarked;
