package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests to one address, and keeps headers. */
final class Http {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final URI base;
    private final Map<String, String> headers;
    private final Duration patience;

    Http(URI base) {
        this(HttpClient.newHttpClient(), base, Map.of(), TIMEOUT);
    }

    private Http(HttpClient client, URI base, Map<String, String> headers, Duration patience) {
        this.client = client;
        this.base = base;
        this.headers = headers;
        this.patience = patience;
    }

    /** What came back. */
    record Reply(int status, String body, HttpResponse<String> raw) {
        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        String problem() {
            return json().path("type").asText().replace("urn:watertight:problem:", "");
        }
    }

    Http with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Http(client, base, more, patience);
    }

    /** The same, sent from another address of this machine. */
    Http from(String address) {
        try {
            var local = InetAddress.getByName(address);
            return new Http(HttpClient.newBuilder().localAddress(local).build(), base, headers, patience);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, by somebody who goes when there is no answer in time. */
    Http within(Duration time) {
        return new Http(client, base, headers, time);
    }

    /** The same headers to another address. */
    Http at(URI other) {
        return new Http(client, other, headers, patience);
    }

    Http bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Reply post(String path, String json) {
        return with("Content-Type", "application/json").send("POST", path, BodyPublishers.ofString(json));
    }

    Reply put(String path, String json) {
        return with("Content-Type", "application/json").send("PUT", path, BodyPublishers.ofString(json));
    }

    Reply patch(String path, String json) {
        return with("Content-Type", "application/json").send("PATCH", path, BodyPublishers.ofString(json));
    }

    /** Sends any text, of the type that the headers say, or nothing at all. */
    Reply send(String method, String path, String body) {
        return send(method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private Reply send(String method, String path, HttpRequest.BodyPublisher body) {
        var request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(patience).method(method, body);
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
