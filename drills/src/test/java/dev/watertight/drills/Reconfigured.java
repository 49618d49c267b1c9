package dev.watertight.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A file of the running stack's configuration that reads otherwise until this is closed. */
final class Reconfigured implements AutoCloseable {
    private final Path file;
    private final String rendered;
    private final Runnable reload;

    /**
     * @param file below the stack's configuration
     * @param reload makes the part read it
     */
    Reconfigured(String file, UnaryOperator<String> change, Runnable reload) {
        this.file = Addresses.state().resolve("config").resolve(file);
        this.reload = reload;
        this.rendered = textOf(this.file);
        var isTaken = false;
        try {
            write(change.apply(rendered));
            isTaken = true;
        } finally {
            if (!isTaken) {
                write(rendered);
            }
        }
    }

    @Override
    public void close() {
        write(rendered);
    }

    static String textOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
            reload.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
