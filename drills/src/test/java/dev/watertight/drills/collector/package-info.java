/** The real collector with the shop's configuration, and what stands before and behind it. */
@NullMarked
package dev.watertight.drills.collector;

import org.jspecify.annotations.NullMarked;
