/** Alerts, what causes them, and the runbooks that end them. */
@NullMarked
package dev.watertight.drills.oncall;

import org.jspecify.annotations.NullMarked;
