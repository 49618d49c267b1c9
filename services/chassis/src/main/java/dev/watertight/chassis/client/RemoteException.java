package dev.watertight.chassis.client;

import org.jspecify.annotations.Nullable;

/** No usable answer: the request was not sent, as the message then says, or it may or may not have taken effect. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RemoteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
