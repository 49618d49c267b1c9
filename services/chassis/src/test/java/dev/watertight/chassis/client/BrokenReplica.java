package dev.watertight.chassis.client;

import dev.watertight.chassis.consul.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica that reads requests and then misbehaves in its own way. */
final class BrokenReplica implements AutoCloseable {
    /** What happens after a request arrived; the connection is closed when it returns. */
    @FunctionalInterface
    interface Fault {
        void on(Socket connection) throws IOException;
    }

    private final ServerSocket server;
    private final Fault fault;
    private final AtomicInteger requests = new AtomicInteger();

    BrokenReplica(Fault fault) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.fault = fault;
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint("broken-" + server.getLocalPort(), "127.0.0.1", server.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            if (connection.getInputStream().read(new byte[8192]) > 0) {
                requests.incrementAndGet();
                fault.on(connection);
            }
        } catch (IOException e) {
            // The caller went away, as callers of broken replicas do.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static Fault hangUp() {
        return connection -> {};
    }

    /** Holds the connection until the caller hangs up, for a while at the most. */
    static void hold(Socket connection) throws IOException {
        hold(connection, 5000);
    }

    static void hold(Socket connection, int milliseconds) throws IOException {
        connection.setSoTimeout(milliseconds);
        try {
            connection.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            // That was the while.
        }
    }

    static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
