/** The acquirer, as charging sees it. */
@NullMarked
package dev.watertight.payment.remote;

import org.jspecify.annotations.NullMarked;
