/** How much a service does with more replicas: what was tried, how it is judged, and what comes of it. */
@NullMarked
package dev.watertight.drills.scaling;

import org.jspecify.annotations.NullMarked;
