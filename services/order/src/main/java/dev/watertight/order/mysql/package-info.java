/** Orders in MySQL. */
@NullMarked
package dev.watertight.order.mysql;

import org.jspecify.annotations.NullMarked;
