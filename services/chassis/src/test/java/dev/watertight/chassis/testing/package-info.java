/** What tests of all services share: a real database, real servers, tokens, rules. */
@NullMarked
package dev.watertight.chassis.testing;

import org.jspecify.annotations.NullMarked;
