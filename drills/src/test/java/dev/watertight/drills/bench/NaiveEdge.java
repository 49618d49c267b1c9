package dev.watertight.drills.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** An edge as one writes it first: it lets everything through, and waits for every answer. */
public final class NaiveEdge implements AutoCloseable {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 50_000_000;

    private final int port;
    private final Process process;

    /**
     * @param haproxy the program
     * @param retries what it does about failures, as a line of its configuration
     * @param folder where its configuration goes
     */
    public NaiveEdge(String haproxy, String retries, List<URI> replicas, Path folder) throws IOException {
        this.port = FreePort.any();
        var file = Files.writeString(folder.resolve("naive-edge.cfg"), config(retries, replicas));
        this.process = new ProcessBuilder(haproxy, "-db", "-f", file.toString())
                .inheritIO()
                .start();
        if (!isListeningInTime()) {
            Running.end(process);
            throw new IllegalStateException("the naive edge does not listen");
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        Running.end(process);
    }

    private String config(String retries, List<URI> replicas) {
        var servers = replicas.stream()
                .map(replica -> "    server replica%d %s%n".formatted(replica.getPort(), replica.getAuthority()))
                .collect(Collectors.joining());
        return """
            global
                maxconn 5000
            defaults
                mode http
                balance leastconn
                timeout connect 5s
                timeout client 30s
                timeout server 30s
                %s
            frontend shop
                bind 127.0.0.1:%d
                default_backend replicas
            backend replicas
            %s\
            """.formatted(retries, port, servers);
    }

    private boolean isListeningInTime() {
        var deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
