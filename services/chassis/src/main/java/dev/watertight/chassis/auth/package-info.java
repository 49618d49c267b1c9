/** Who is calling: access tokens and the key set that verifies them. */
@NullMarked
package dev.watertight.chassis.auth;

import org.jspecify.annotations.NullMarked;
