/** What everything is that a client can send, the canaries put into it, and how they are found again. */
@NullMarked
package dev.watertight.drills.secrets;

import org.jspecify.annotations.NullMarked;
