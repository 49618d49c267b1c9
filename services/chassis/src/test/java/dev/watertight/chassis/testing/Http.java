package dev.watertight.chassis.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Talks to a socket of a service under test as its callers do. */
public final class Http {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int MAX_BODY = 64 * 1024;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Http(int port) {
        this(URI.create("http://127.0.0.1:" + port));
    }

    private Http(URI base) {
        this.base = base;
    }

    /** What came back. */
    public record Reply(int status, String body, HttpResponse<String> raw) {
        public JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + body, e);
            }
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** The slug of the problem this is. */
        public String problem() {
            return json().path("type").asText().replace("urn:watertight:problem:", "");
        }
    }

    /** The same caller with one more header. */
    public Http with(String name, String value) {
        var other = new Http(base);
        other.headers.putAll(headers);
        other.headers.put(name, value);
        return other;
    }

    public Http bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    public Reply post(String path, String json) {
        return send("POST", path, json);
    }

    /** Sends a JSON body by any method. */
    public Reply send(String method, String path, String json) {
        // Asks first whether so much is welcome: who is refused while still sending may see a reset and no answer.
        var request =
                request(path).expectContinue(json.length() > MAX_BODY).method(method, BodyPublishers.ofString(json));
        return send(headers.containsKey("Content-Type") ? request : request.header("Content-Type", "application/json"));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
