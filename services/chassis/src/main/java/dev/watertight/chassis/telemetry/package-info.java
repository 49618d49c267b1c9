/** Traces, metrics and logs. */
@NullMarked
package dev.watertight.chassis.telemetry;

import org.jspecify.annotations.NullMarked;
