@NullMarked
package dev.watertight.twin.shop;

import org.jspecify.annotations.NullMarked;
