/** The books, in one SQLite file. */
@NullMarked
package dev.watertight.acquirer.sqlite;

import org.jspecify.annotations.NullMarked;
