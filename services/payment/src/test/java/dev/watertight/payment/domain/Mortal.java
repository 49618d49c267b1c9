package dev.watertight.payment.domain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A process that ends at a call of its choice to the outside, just before it has its effect or just after. */
final class Mortal {
    /** The end; nothing in the process outlives it. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1;

        Died() {
            super("died", null, false, false);
        }
    }

    private final int lastCall;
    private final boolean afterIt;
    private int calls;

    Mortal(int lastCall, boolean afterIt) {
        this.lastCall = lastCall;
        this.afterIt = afterIt;
    }

    boolean isDead() {
        return calls >= lastCall;
    }

    /** The same port, as long as we live. */
    <T> T port(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        calls++;
        if (calls > lastCall || (calls == lastCall && !afterIt)) {
            throw new Died();
        }
        var result = invoke(real, method, arguments);
        if (calls == lastCall) {
            throw new Died();
        }
        return result;
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
