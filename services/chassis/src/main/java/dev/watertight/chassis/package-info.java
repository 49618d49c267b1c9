/** What a service runs on: start and stop in order. */
@NullMarked
package dev.watertight.chassis;

import org.jspecify.annotations.NullMarked;
