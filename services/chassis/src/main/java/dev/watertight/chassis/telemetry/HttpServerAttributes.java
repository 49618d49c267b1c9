package dev.watertight.chassis.telemetry;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerAttributesGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server span says of Helidon's requests. The query stays out: a search may hold what a person typed. */
final class HttpServerAttributes implements HttpServerAttributesGetter<RoutingRequest, RoutingResponse> {
    @Override
    public String getUrlScheme(RoutingRequest request) {
        return request.isSecure() ? "https" : "http";
    }

    @Override
    public String getUrlPath(RoutingRequest request) {
        return request.prologue().uriPath().path();
    }

    @Override
    public @Nullable String getUrlQuery(RoutingRequest request) {
        return null;
    }

    @Override
    public String getHttpRequestMethod(RoutingRequest request) {
        return request.prologue().method().text();
    }

    /** As it came: to take every header apart at its commas was a quarter of what tracing a request costs. */
    @Override
    public List<String> getHttpRequestHeader(RoutingRequest request, String name) {
        var header = HeaderNames.create(name);
        return request.headers().contains(header)
                ? request.headers().get(header).allValues()
                : List.of();
    }

    /** None when the connection broke before there was an answer: its status is then what it would have been. */
    @Override
    public @Nullable Integer getHttpResponseStatusCode(
            RoutingRequest request, RoutingResponse response, @Nullable Throwable error) {
        return error == null || response.isSent() ? response.status().code() : null;
    }

    @Override
    public List<String> getHttpResponseHeader(RoutingRequest request, RoutingResponse response, String name) {
        return List.of();
    }
}
