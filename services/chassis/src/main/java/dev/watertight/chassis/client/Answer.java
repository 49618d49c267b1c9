package dev.watertight.chassis.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.watertight.chassis.http.Json;

/** What another service said, whether it agreed or not. */
public record Answer(int status, String body) {
    /** Whether this is the problem {@code urn:watertight:problem:<slug>}; of an unreadable body it is none. */
    public boolean isProblem(String slug) {
        return status >= 400 && body.contains("\"urn:watertight:problem:" + slug + "\"");
    }

    /** @throws RemoteException when the body is no such JSON: that is no usable answer */
    public <T> T as(Class<T> type) {
        try {
            return Json.readTolerantly(body, type)
                    .orElseThrow(() -> new RemoteException("An answer of null for " + type.getSimpleName(), null));
        } catch (JsonProcessingException e) {
            throw new RemoteException("Unreadable answer for " + type.getSimpleName(), e);
        }
    }
}
