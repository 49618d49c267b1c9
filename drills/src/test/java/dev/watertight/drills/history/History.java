package dev.watertight.drills.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every request of every client, as it is sent and as it is answered: one JSON object a line. */
public final class History implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Writer file;
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    public History(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            this.file = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One who asks, under which key. */
    public record Client(String customer, String key) {}

    /** Sends a request and keeps it with what came of it: an answer, or none. */
    public Optional<Answer> ask(Operation.Kind kind, Client client, String request, Supplier<Answer> send) {
        var number = numbers.incrementAndGet();
        write(line(number, "invoke", Map.of("kind", kind, "client", client, "request", request)));
        @Nullable Answer answer = null;
        try {
            answer = send.get();
            write(line(number, "answer", Map.of("answer", answer)));
        } catch (UncheckedIOException e) {
            write(line(number, "failure", Map.of("failure", String.valueOf(e.getMessage()))));
        }
        operations.add(new Operation(kind, client.customer(), client.key(), answer));
        return Optional.ofNullable(answer);
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> line(long number, String event, Map<String, Object> rest) {
        var line = new LinkedHashMap<String, Object>();
        line.put("time", Instant.now().toString());
        line.put("operation", number);
        line.put("event", event);
        line.putAll(rest);
        return line;
    }

    private synchronized void write(Map<String, Object> line) {
        try {
            file.write(MAPPER.writeValueAsString(line));
            file.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
