package dev.watertight.chassis.client;

import dev.watertight.chassis.consul.Endpoint;
import dev.watertight.chassis.telemetry.Telemetry;
import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesExtractor;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientAttributesGetter;
import io.opentelemetry.instrumentation.api.semconv.http.HttpSpanStatusExtractor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client span and one measured duration per attempt, and the trace context on its way. */
final class ClientTelemetry {
    /** One attempt: a call on its way to one replica. */
    record Attempt(Call call, Endpoint endpoint, ClientRequestHeaders headers) {}

    /** What is sent out; throws when there is no answer. */
    @FunctionalInterface
    interface Exchange {
        Answer send();
    }

    /** As error type, of spans and metrics alike. */
    private static final String NO_ANSWER = "no_answer";

    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("server.instance.id");

    private record Series(String method, String status, String errorType) {}

    private final Instrumenter<Attempt, Answer> instrumenter;
    private final MeterRegistry meters;
    private final String service;
    private final boolean isEnabled;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    ClientTelemetry(Telemetry telemetry, String service) {
        var getter = new Getter();
        this.instrumenter = Instrumenter.<Attempt, Answer>builder(
                        telemetry.openTelemetry(),
                        "dev.watertight.client",
                        attempt -> attempt.call().method().text() + " "
                                + attempt.call().route())
                .addAttributesExtractor(HttpClientAttributesExtractor.create(getter))
                .addAttributesExtractor(AttributesExtractor.constant(AttributeKey.stringKey("peer.service"), service))
                .addAttributesExtractor(new InstanceAttribute())
                .setSpanStatusExtractor(HttpSpanStatusExtractor.create(getter))
                .buildClientInstrumenter((attempt, key, value) -> {
                    if (attempt != null) {
                        attempt.headers().set(HeaderNames.create(key), value);
                    }
                });
        this.meters = telemetry.meters();
        this.service = service;
        this.isEnabled = telemetry.isEnabled();
    }

    Answer observe(Attempt attempt, Exchange exchange) {
        return isEnabled ? observed(attempt, exchange) : exchange.send();
    }

    private Answer observed(Attempt attempt, Exchange exchange) {
        var start = System.nanoTime();
        var context = instrumenter.start(Context.current(), attempt);
        Answer answer = null;
        RuntimeException failure = null;
        try (var _ = context.makeCurrent()) {
            answer = exchange.send();
            return answer;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            timer(series(attempt, answer, failure)).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            instrumenter.end(context, attempt, answer, failure);
        }
    }

    private static Series series(Attempt attempt, @Nullable Answer answer, @Nullable RuntimeException failure) {
        var status = answer == null ? "" : String.valueOf(answer.status());
        var errorType = failure != null ? NO_ANSWER : answer != null && answer.status() >= 400 ? status : "";
        return new Series(attempt.call().method().text(), status, errorType);
    }

    private Timer timer(Series series) {
        return timers.computeIfAbsent(
                series,
                key -> Timer.builder("http.client.request.duration")
                        .tag("http.request.method", key.method())
                        .tag("http.response.status.code", key.status())
                        .tag("error.type", key.errorType())
                        .tag("server.service", service)
                        .register(meters));
    }

    private static final class InstanceAttribute implements AttributesExtractor<Attempt, Answer> {
        @Override
        public void onStart(io.opentelemetry.api.common.AttributesBuilder attributes, Context parent, Attempt attempt) {
            attributes.put(INSTANCE, attempt.endpoint().instance());
        }

        @Override
        public void onEnd(
                io.opentelemetry.api.common.AttributesBuilder attributes,
                Context context,
                Attempt attempt,
                @Nullable Answer answer,
                @Nullable Throwable error) {
            // Which replica it was is known at the start.
        }
    }

    private static final class Getter implements HttpClientAttributesGetter<Attempt, Answer> {
        @Override
        public String getUrlFull(Attempt attempt) {
            return "http://%s:%d%s"
                    .formatted(
                            attempt.endpoint().host(),
                            attempt.endpoint().port(),
                            attempt.call().path());
        }

        @Override
        public String getServerAddress(Attempt attempt) {
            return attempt.endpoint().host();
        }

        @Override
        public Integer getServerPort(Attempt attempt) {
            return attempt.endpoint().port();
        }

        @Override
        public String getHttpRequestMethod(Attempt attempt) {
            return attempt.call().method().text();
        }

        @Override
        public List<String> getHttpRequestHeader(Attempt attempt, String name) {
            return List.of();
        }

        @Override
        public Integer getHttpResponseStatusCode(Attempt attempt, Answer answer, @Nullable Throwable error) {
            return answer.status();
        }

        @Override
        public @Nullable String getErrorType(Attempt attempt, @Nullable Answer answer, @Nullable Throwable error) {
            return error == null ? null : NO_ANSWER;
        }

        @Override
        public List<String> getHttpResponseHeader(Attempt attempt, Answer answer, String name) {
            return List.of();
        }
    }
}
