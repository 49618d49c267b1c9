/** Accounts and sessions, in the shop's own words. */
@NullMarked
package dev.watertight.user.domain;

import org.jspecify.annotations.NullMarked;
