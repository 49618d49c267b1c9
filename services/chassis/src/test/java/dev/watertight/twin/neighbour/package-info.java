@NullMarked
package dev.watertight.twin.neighbour;

import org.jspecify.annotations.NullMarked;
