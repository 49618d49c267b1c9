/** Calls to other services: balanced, within a deadline, retried where repeatable. */
@NullMarked
package dev.watertight.chassis.client;

import org.jspecify.annotations.NullMarked;
