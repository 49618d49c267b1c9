package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.watertight.drills.secrets.Canaries;
import dev.watertight.drills.secrets.Documents;
import dev.watertight.drills.secrets.Form;
import dev.watertight.drills.secrets.Inputs;
import dev.watertight.drills.secrets.Kind;
import dev.watertight.drills.secrets.Operation;
import dev.watertight.drills.secrets.Place;
import dev.watertight.drills.secrets.Place.Where;
import dev.watertight.drills.secrets.Sending;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests with canaries in them, and what was answered. */
final class Traffic {
    /**
     * Somebody who sends.
     *
     * @param token empty for who is not logged in
     */
    record Guest(String name, String token) {}

    /** An answer, and what it was to. */
    record Answered(Operation operation, Place place, Http.Reply reply) {
        boolean isDone() {
            return place.where() == Where.ANSWER;
        }

        /** Headers and body. */
        byte[] text() {
            return (reply.raw().headers().map() + "\n" + reply.body()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private final List<Operation> operations;
    private final Inputs inputs;
    private final Canaries canaries = new Canaries();
    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<String, String>> given = new ConcurrentHashMap<>();
    private final Map<String, URI> sockets = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Http client = new Http(Addresses.edge());

    Traffic(Path root) {
        this.operations = Documents.operations(root.resolve("services"));
        this.inputs = Inputs.in(root.resolve("drills/secrets.yaml"));
    }

    List<Operation> operations() {
        return operations;
    }

    /** What something is that no document names. */
    Kind rest(String what) {
        return inputs.rest(what);
    }

    Canaries canaries() {
        return canaries;
    }

    List<Answered> answered() {
        return List.copyOf(answered);
    }

    /**
     * Has something done that must not be refused; what has to be there is so whenever the same is asked for later.
     *
     * @param values names of inputs, each followed by what has to be there
     */
    JsonNode does(Guest guest, String name, String... values) {
        var operation = operations.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no openapi.yaml has " + name));
        var named = new HashMap<String, String>();
        for (var i = 0; i < values.length; i += 2) {
            named.put(values[i], values[i + 1]);
        }
        given.put(name, named);
        var reply = send(guest, operation, Form.FINE).orElseThrow();
        if (reply.status() >= 300) {
            throw new AssertionError("%s was refused: %d %s".formatted(name, reply.status(), reply.body()));
        }
        return reply.body().isEmpty() ? MissingNode.getInstance() : reply.json();
    }

    /** The newest answer to that operation when it did as it was told. */
    Answered newest(String name) {
        return answered.stream()
                .filter(one -> one.operation().name().equals(name) && one.isDone())
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** Asks in some form; nothing when the connection broke, as it may for who is refused while still sending. */
    Optional<Http.Reply> send(Guest guest, Operation operation, Form form) {
        var label = "%s %s #%d".formatted(operation.name(), form, count.incrementAndGet());
        var request = new Sending.Request(operation, form, label, guest.name());
        var sending = new Sending(inputs, canaries, request, given.getOrDefault(operation.name(), Map.of()));
        var message = sending.message();
        var http = with(sending.headers(), with(message.headers(), socket(guest, operation)));
        try {
            var reply = http.send(operation.method(), message.target(), message.body());
            var where = reply.status() < 400 ? Where.ANSWER : Where.REFUSAL;
            answered.add(new Answered(operation, new Place(where, label, guest.name()), reply));
            return Optional.of(reply);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Http with(Map<String, String> headers, Http plain) {
        var http = plain;
        for (var header : headers.entrySet()) {
            http = http.with(header.getKey(), header.getValue());
        }
        return http;
    }

    /** Where that is asked for, with the guest's token. */
    private Http socket(Guest guest, Operation operation) {
        if (operation.isPublic()) {
            return guest.token().isEmpty() ? client : client.bearer(guest.token());
        }
        return client.at(sockets.computeIfAbsent(operation.service(), Traffic::address));
    }

    private static URI address(String service) {
        return service.equals("acquirer")
                ? URI.create("http://127.0.0.1:" + Part.named(service).port())
                : new Registry().address(service + "-internal", service + "-1-internal");
    }
}
