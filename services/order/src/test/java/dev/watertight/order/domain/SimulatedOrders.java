package dev.watertight.order.domain;

import dev.watertight.chassis.testing.Simulation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/** Orders on a database that others use meanwhile, and that may be away before a transaction or after it. */
final class SimulatedOrders {
    /** Nobody can say whether it happened. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Simulation simulation;
    private final Orders orders;
    private double badness;

    private SimulatedOrders(Simulation simulation, Orders orders, double badness) {
        this.simulation = simulation;
        this.orders = orders;
        this.badness = badness;
    }

    /** @param healing runs when the database stays from now on */
    static Orders of(Simulation simulation, Orders orders, double badness, List<Runnable> healing) {
        var simulated = new SimulatedOrders(simulation, orders, badness);
        healing.add(() -> simulated.badness = 0);
        return (Orders) Proxy.newProxyInstance(
                Orders.class.getClassLoader(),
                new Class<?>[] {Orders.class},
                (_, method, arguments) -> simulated.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        simulation.pause();
        mayBeAway();
        try {
            var result = method.invoke(orders, arguments);
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
