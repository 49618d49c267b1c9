package dev.watertight.drills.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** One more address of a server that runs: who comes by it is passed on, and the time is kept. */
public final class Passage implements AutoCloseable {
    /** Far more than one measurement lets pass. */
    private static final int MOST_ARRIVALS = 100_000;

    private final InetSocketAddress target;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
    private volatile Duration delay = Duration.ZERO;

    public Passage(InetSocketAddress target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** When something came first at or after a moment of {@link System#nanoTime}. */
    public Optional<Long> firstSince(long nanos) {
        return arrivals.stream().filter(arrival -> arrival - nanos >= 0).findFirst();
    }

    /** How often something came since a moment of {@link System#nanoTime}. */
    public long countSince(long nanos) {
        return arrivals.stream().filter(arrival -> arrival - nanos >= 0).count();
    }

    /** Lets whoever comes wait so long from now on. */
    public void delay(Duration each) {
        delay = each;
    }

    /** When something came last. */
    public Optional<Long> last() {
        return arrivals.stream().reduce((earlier, later) -> later);
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                var visitor = door.accept();
                Thread.ofVirtual().start(() -> serve(visitor));
            }
        } catch (IOException e) {
            // The door is closed.
        }
    }

    private void serve(Socket visitor) {
        try (visitor;
                var server = new Socket(target.getAddress(), target.getPort())) {
            open.add(visitor);
            visitor.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> pass(server, visitor, () -> {}));
            pass(visitor, server, this::arrive);
            back.join();
        } catch (IOException e) {
            // Either side may hang up whenever it likes.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(visitor);
        }
    }

    private void arrive() {
        if (arrivals.size() < MOST_ARRIVALS) {
            arrivals.add(System.nanoTime());
        }
        LockSupport.parkNanos(delay.toNanos());
    }

    private static void pass(Socket from, Socket to, Runnable noticed) {
        var chunk = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (var length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                noticed.run();
                out.write(chunk, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side is gone; so is what it would have said.
        }
    }
}
