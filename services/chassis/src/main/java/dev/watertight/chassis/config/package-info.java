/** One record per service, read once from a file and the environment. */
@NullMarked
package dev.watertight.chassis.config;

import org.jspecify.annotations.NullMarked;
