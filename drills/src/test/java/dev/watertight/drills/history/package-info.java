/** What clients did to the shop and saw of it, and the rules this must obey; knows no running system. */
@NullMarked
package dev.watertight.drills.history;

import org.jspecify.annotations.NullMarked;
