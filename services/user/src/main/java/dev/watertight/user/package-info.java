/** Keeps accounts and logs them in. */
@NullMarked
package dev.watertight.user;

import org.jspecify.annotations.NullMarked;
