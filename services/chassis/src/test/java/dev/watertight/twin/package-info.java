/** Classes that break the architecture rules, each in one way, to show that the rules bite. */
@NullMarked
package dev.watertight.twin;

import org.jspecify.annotations.NullMarked;
