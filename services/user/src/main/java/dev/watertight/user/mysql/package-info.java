/** Accounts and sessions as rows. */
@NullMarked
package dev.watertight.user.mysql;

import org.jspecify.annotations.NullMarked;
