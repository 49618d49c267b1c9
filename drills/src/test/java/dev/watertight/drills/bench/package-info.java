/** What is measured against what: the processes that are compared, and what they cost. */
@NullMarked
package dev.watertight.drills.bench;

import org.jspecify.annotations.NullMarked;
