/** What breaks for whom when something breaks: declared beforehand, measured, compared. */
@NullMarked
package dev.watertight.drills.isolation;

import org.jspecify.annotations.NullMarked;
