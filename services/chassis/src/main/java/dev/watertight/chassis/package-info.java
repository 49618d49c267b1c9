/** What a service runs on: start and stop in order, and what its parts share. */
@NullMarked
package dev.watertight.chassis;

import org.jspecify.annotations.NullMarked;
