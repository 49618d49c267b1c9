@NullMarked
package dev.watertight.twin.shop.domain;

import org.jspecify.annotations.NullMarked;
