/** The running system, seen from outside. */
@NullMarked
package dev.watertight.drills;

import org.jspecify.annotations.NullMarked;
