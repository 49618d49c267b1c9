@NullMarked
package dev.watertight.twin.shop.remote;

import org.jspecify.annotations.NullMarked;
