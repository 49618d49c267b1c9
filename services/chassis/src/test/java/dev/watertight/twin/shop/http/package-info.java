@NullMarked
package dev.watertight.twin.shop.http;

import org.jspecify.annotations.NullMarked;
