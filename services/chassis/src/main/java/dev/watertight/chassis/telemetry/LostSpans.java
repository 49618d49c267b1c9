package dev.watertight.chassis.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/**
 * Counts the spans that never reached the collector. Only the SDK's span processor knows them, which tells the SDK's
 * metrics and nobody else.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/">Semantic conventions for SDK metrics</a>
 */
final class LostSpans implements MetricReader {
    private static final String PROCESSED = "otel.sdk.processor.span.processed";
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private volatile CollectionRegistration processor = CollectionRegistration.noop();

    /** Those that found the queue full, and those of a batch that the collector did not take. */
    double count() {
        return processor.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals(PROCESSED))
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point -> point.getAttributes().get(ERROR_TYPE) != null)
                .mapToDouble(point -> point.getValue())
                .sum();
    }

    @Override
    public void register(CollectionRegistration registration) {
        processor = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
