package dev.watertight.chassis.client;

import dev.watertight.chassis.http.Json;

/** What another service said, whether it agreed or not. */
public record Answer(int status, String body) {
    public <T> T as(Class<T> type) {
        return Json.readAnswer(body, type);
    }
}
