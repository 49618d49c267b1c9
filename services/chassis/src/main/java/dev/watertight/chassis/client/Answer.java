package dev.watertight.chassis.client;

import dev.watertight.chassis.http.Json;

/** What another service said, whether it agreed or not. */
public record Answer(int status, String body) {
    /** Whether this is the problem {@code urn:watertight:problem:<slug>}; of an unreadable body it is none. */
    public boolean isProblem(String slug) {
        return status >= 400 && body.contains("\"urn:watertight:problem:" + slug + "\"");
    }

    /** @throws RemoteException when the body is no such JSON: that is no usable answer */
    public <T> T as(Class<T> type) {
        return Json.readAnswer(body, type);
    }
}
