/** The page a drill leaves behind; knows no running system. */
@NullMarked
package dev.watertight.drills.report;

import org.jspecify.annotations.NullMarked;
