package dev.watertight.drills.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Where something may listen that cannot choose for itself. */
public final class FreePort {
    private FreePort() {}

    public static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
