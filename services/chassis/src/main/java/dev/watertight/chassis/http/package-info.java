/** Sockets, JSON and problems of a service. */
@NullMarked
package dev.watertight.chassis.http;

import org.jspecify.annotations.NullMarked;
