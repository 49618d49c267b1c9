package dev.watertight.payment.domain;

import dev.watertight.chassis.testing.Simulation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A database that others use meanwhile, and that may be away before a transaction or after it. */
final class SimulatedBooks {
    /** Nobody can say whether it happened. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;

        Away() {
            super("away");
        }
    }

    private final Simulation simulation;
    private double badness;

    /** @param badness the part of the transactions that fail before they begin, and of those that fail when they are done */
    SimulatedBooks(Simulation simulation, double badness) {
        this.simulation = simulation;
        this.badness = badness;
    }

    /** It stays from now on. */
    void heal() {
        badness = 0;
    }

    /** What is kept in this database, as those see it who use it. */
    <T> T kept(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        simulation.pause();
        mayBeAway();
        try {
            var result = method.invoke(real, arguments);
            mayBeAway();
            simulation.pause();
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void mayBeAway() {
        if (simulation.chance(badness)) {
            throw new Away();
        }
    }
}
