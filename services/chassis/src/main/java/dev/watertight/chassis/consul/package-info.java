/** Registration with Consul and discovery through it. */
@NullMarked
package dev.watertight.chassis.consul;

import org.jspecify.annotations.NullMarked;
