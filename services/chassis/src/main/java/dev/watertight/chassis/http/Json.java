package dev.watertight.chassis.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON in and out: what the public sends is read strictly, what our own services send is read tolerantly. */
public final class Json {
    /** The largest body a service reads, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    private static final int MAX_DEPTH = 20;
    private static final Header CONTENT_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final ObjectMapper STRICT =
            mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final ObjectMapper TOLERANT =
            mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private Json() {}

    /**
     * Reads a public body.
     *
     * @throws ProblemException 400 broken JSON, 413 too large, 415 not JSON, 422 an unknown field or a wrong type
     */
    public static <T> T readStrictly(ServerRequest request, Class<T> type) {
        return parse(STRICT, body(request), type);
    }

    /** Reads a body one of our own services sent; a newer version may say more than we know. */
    public static <T> T readTolerantly(ServerRequest request, Class<T> type) {
        return parse(TOLERANT, body(request), type);
    }

    /** Reads what another service answered, as tolerantly; nothing of {@code null}. */
    public static <T> Optional<T> readTolerantly(String json, Class<T> type) throws JsonProcessingException {
        return Optional.ofNullable(TOLERANT.readValue(json, type));
    }

    public static byte[] write(Object value) {
        try {
            return TOLERANT.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** JSON as text. */
    public static String text(Object value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    /** Sends JSON that was written before. */
    public static void sendText(ServerResponse response, int status, String json) {
        response.status(status).header(CONTENT_TYPE).send(json.getBytes(StandardCharsets.UTF_8));
    }

    public static void send(ServerResponse response, int status, Object value) {
        response.status(status).header(CONTENT_TYPE).send(write(value));
    }

    private static byte[] body(ServerRequest request) {
        var type = request.headers().contentType();
        if (type.isEmpty() || !type.get().subtype().equalsIgnoreCase("json")) {
            throw Problem.of(415, "unsupported-media-type", "Send the body as application/json.")
                    .asException();
        }
        try (var in = request.content().inputStream()) {
            var bytes = in.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.of(400, "broken-body", "The body ended early.").asException();
        } catch (HttpException e) {
            throw e.status().code() == 413 ? tooLarge() : e;
        }
    }

    private static ProblemException tooLarge() {
        return Problem.of(413, "body-too-large", "A body has at most 64 KiB.").asException();
    }

    private static <T> T parse(ObjectMapper mapper, byte[] body, Class<T> type) {
        try (var parser = mapper.createParser(body)) {
            if (parser.nextToken() == null) {
                throw brokenJson();
            }
            var value = mapper.readValue(parser, type);
            if (parser.nextToken() != null) {
                throw brokenJson();
            }
            if (value == null) {
                throw Problem.invalid(List.of(new Problem.Violation("", "must be an object")))
                        .asException();
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw Problem.invalid(List.of(new Problem.Violation(pointer(e), "is not a known field")))
                    .asException();
        } catch (StreamConstraintsException e) {
            throw brokenJson();
        } catch (JsonMappingException e) {
            throw isBrokenJson(e) ? brokenJson() : wrongType(e);
        } catch (IOException e) {
            throw brokenJson();
        }
    }

    /** Broken JSON inside an object arrives wrapped; a well-formed value that does not fit is the caller's wrong type. */
    private static boolean isBrokenJson(JsonMappingException e) {
        return e.getCause() instanceof JsonProcessingException cause
                && !(cause instanceof JsonMappingException)
                && !(cause instanceof InputCoercionException);
    }

    private static ProblemException wrongType(JsonMappingException e) {
        return Problem.invalid(List.of(new Problem.Violation(pointer(e), "has the wrong type")))
                .asException();
    }

    private static ProblemException brokenJson() {
        return Problem.of(400, "broken-json", "The body is not well-formed JSON.")
                .asException();
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    private static JsonMapper.Builder mapper() {
        var factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(20)
                        .build())
                // Bodies of callers stay out of exceptions, and so out of logs.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }
}
