/** Password hashes, signing keys and the tokens they sign. */
@NullMarked
package dev.watertight.user.crypto;

import org.jspecify.annotations.NullMarked;
