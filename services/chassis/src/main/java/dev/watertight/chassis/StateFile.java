package dev.watertight.chassis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that serves the next start: whoever is killed while writing it leaves what it held before. */
public final class StateFile {
    private StateFile() {}

    /** Makes {@code text} the content of the file {@code name} in {@code folder}, which need not be there. */
    public static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder);
        var fresh = Files.createTempFile(folder, name, ".tmp");
        try {
            Files.writeString(fresh, text);
            Files.move(
                    fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // It is still there only if one of these failed: a full disk must not be filled further.
            Files.deleteIfExists(fresh);
        }
    }
}
