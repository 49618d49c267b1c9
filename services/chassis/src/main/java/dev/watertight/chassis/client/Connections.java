package dev.watertight.chassis.client;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.telemetry.Telemetry;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webclient.api.ClientConnection;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.api.WebClientConfig;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connections to the replicas of one service, and what goes over them. Each replica has a pool of its own, as Helidon
 * keeps what it has pooled for an address, open or not, as long as the pool.
 */
final class Connections {
    /** However little is left: Helidon has one for all requests. A call may end that much after its deadline. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(250);

    private static final Duration LONGER_THAN_CALLS = Duration.ofSeconds(3);

    private static final int MAX_ANSWER = 1024 * 1024;
    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);

    private final String service;
    private final Supplier<List<Endpoint>> known;
    private final ClientTelemetry telemetry;
    private final WebClientConfig config;
    private final Map<Endpoint, WebClient> clients = new ConcurrentHashMap<>();

    /** @param known replicas at any time */
    Connections(String service, Supplier<List<Endpoint>> known, Telemetry telemetry) {
        this.service = service;
        this.known = known;
        this.telemetry = new ClientTelemetry(telemetry, service);
        this.config = WebClient.builder()
                .shareConnectionCache(false)
                .followRedirects(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .socketOptions(options -> options.tcpNoDelay(true))
                .addService(Connections::inTime)
                .buildPrototype();
    }

    /**
     * The read timeout is for each read: once the head of the answer is here, however late, those of its body have no more
     * than what is left now. The head itself is taken to come in one piece.
     */
    private static WebClientServiceResponse inTime(WebClientService.Chain chain, WebClientServiceRequest request) {
        var response = chain.proceed(request);
        if (response.connection() instanceof ClientConnection connection) {
            connection.readTimeout(readTimeout(Deadline.current()));
        }
        return response;
    }

    /** Not less than 1 ms: 0 would mean for ever. */
    private static Duration readTimeout(Deadline deadline) {
        return deadline.remaining().plusMillis(1);
    }

    /**
     * Sends {@code call} to one replica, once, and returns its answer.
     *
     * @throws RemoteException when there is none; {@link NoAnswer} tells why
     */
    Answer exchange(Call call, Endpoint endpoint, Deadline deadline) {
        var remaining = deadline.remaining();
        var request = clients.computeIfAbsent(endpoint, _ -> WebClient.create(config))
                .method(call.method())
                .uri("http://%s:%d%s".formatted(endpoint.host(), endpoint.port(), call.path()))
                .readTimeout(readTimeout(deadline))
                .header(HeaderValues.create(DEADLINE, String.valueOf(remaining.toMillis())));
        call.headers().forEach((name, value) -> request.header(HeaderNames.create(name), value));
        var attempt = new ClientTelemetry.Attempt(call, endpoint, request.headers());
        return deadline.call(() -> telemetry.observe(attempt, () -> submit(request, call, deadline)));
    }

    /** Closes the connections to a replica that is gone once every call to it has ended, if it is not back by then. */
    void forget(Endpoint gone) {
        CompletableFuture.delayedExecutor(LONGER_THAN_CALLS.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> close(gone));
    }

    private void close(Endpoint gone) {
        var client = known.get().contains(gone) ? null : clients.remove(gone);
        if (client != null) {
            client.closeResource();
        }
    }

    private Answer submit(HttpClientRequest request, Call call, Deadline deadline) {
        if (!call.body().isEmpty()) {
            request.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
        }
        try (var response = !call.body().isEmpty()
                ? request.submit(call.body().getBytes(StandardCharsets.UTF_8))
                : request.request()) {
            // Closed with the response: by itself it would first wait for more of what did not come in time.
            var body = response.entity().hasEntity() ? response.inputStream() : InputStream.nullInputStream();
            return new Answer(response.status().code(), new String(read(body, deadline), StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            // Helidon's client has no common type for what a refused, broken or torn exchange throws.
            throw new RemoteException("No answer from " + service, e);
        }
    }

    /** A body that drips never runs into the read timeout, and must not outlive the deadline either. */
    private static byte[] read(InputStream body, Deadline deadline) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var chunk = new byte[8192];
        for (var length = body.read(chunk); length >= 0; length = body.read(chunk)) {
            bytes.write(chunk, 0, length);
            if (bytes.size() > MAX_ANSWER) {
                throw new AnswerTooLongException(MAX_ANSWER);
            }
            if (deadline.isExpired()) {
                throw new InterruptedIOException("The answer takes too long");
            }
        }
        return bytes.toByteArray();
    }
}
