package dev.watertight.drills;

import dev.watertight.drills.bench.Running;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** The release of Order that runs: its jar and its database, as one of its processes was told. */
final class OrderRelease {
    private final Running process = new Running(Part.named("order-1").pid());

    /** Makes a release in {@code folder} that differs from this one by a change of the schema only; returns its jar. */
    Path with(String change, Path folder) throws IOException {
        var running = jar();
        var made = Files.createTempDirectory(folder, "release");
        copy(running.resolveSibling("libs"), made.resolve("libs"));
        var jar = Files.copy(running, made.resolve("order.jar"));
        try (var content = FileSystems.newFileSystem(jar)) {
            Files.writeString(content.getPath("db/changelog.yaml"), changeSet(change), StandardOpenOption.APPEND);
        }
        return jar;
    }

    boolean hasColumn(String name) throws IOException, SQLException {
        var settings = process.environment();
        var password = Files.readString(Path.of(settings.getOrDefault("SHOP_DATABASE_PASSWORD_FILE", "")));
        try (var connection = DriverManager.getConnection(
                        settings.get("SHOP_DATABASE_URL"), settings.get("SHOP_DATABASE_USER"), password);
                var columns = connection.getMetaData().getColumns(null, null, "orders", name)) {
            return columns.next();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (var files = Files.newDirectoryStream(from)) {
            for (var file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String changeSet(String change) {
        return """
                  - changeSet:
                      id: %s
                      author: drill
                      changes:
                        - sql:
                            sql: %s
                """.formatted(UUID.randomUUID(), change);
    }

    private Path jar() {
        var command = process.command();
        return Path.of(command.get(command.indexOf("-jar") + 1));
    }
}
