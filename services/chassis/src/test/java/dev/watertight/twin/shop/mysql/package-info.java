@NullMarked
package dev.watertight.twin.shop.mysql;

import org.jspecify.annotations.NullMarked;
