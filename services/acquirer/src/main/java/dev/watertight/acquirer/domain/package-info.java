/** What an acquirer promises, and what it does to those who rely on it. */
@NullMarked
package dev.watertight.acquirer.domain;

import org.jspecify.annotations.NullMarked;
