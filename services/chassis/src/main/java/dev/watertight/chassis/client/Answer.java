package dev.watertight.chassis.client;

import dev.watertight.chassis.http.Json;

/** What another service said, whether it agreed or not. */
public record Answer(int status, String body) {
    /** Whether this is the problem {@code urn:watertight:problem:<slug>}. */
    public boolean isProblem(String slug) {
        return status >= 400 && as(ProblemType.class).type().equals("urn:watertight:problem:" + slug);
    }

    private record ProblemType(String type) {}

    public <T> T as(Class<T> type) {
        return Json.readAnswer(body, type);
    }
}
