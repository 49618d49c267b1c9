/** What traces the shop makes: declared beforehand, found in the trace store, compared. */
@NullMarked
package dev.watertight.drills.traces;

import org.jspecify.annotations.NullMarked;
