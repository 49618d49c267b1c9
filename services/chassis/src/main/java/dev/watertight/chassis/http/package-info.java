/** Sockets, JSON, problems and deadlines of a service. */
@NullMarked
package dev.watertight.chassis.http;

import org.jspecify.annotations.NullMarked;
