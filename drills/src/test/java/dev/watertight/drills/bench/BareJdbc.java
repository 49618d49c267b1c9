package dev.watertight.drills.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a service is measured against: a program with nothing around its JDBC, on that service's JVM, database and account. */
final class BareJdbc {
    private BareJdbc() {}

    /**
     * Starts such a program. It is told where the database is by its environment, so that no other process sees it.
     *
     * @param service the settings of a service, which name its database
     */
    static Process start(Class<?> program, Map<String, String> service, List<String> jvm) throws IOException {
        var command = new ArrayList<>(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        var environment = builder.environment();
        environment.put("BARE_URL", setting(service, "SHOP_DATABASE_URL"));
        environment.put("BARE_USER", setting(service, "SHOP_DATABASE_USER"));
        environment.put(
                "BARE_PASSWORD",
                Files.readString(Path.of(setting(service, "SHOP_DATABASE_PASSWORD_FILE")))
                        .strip());
        return builder.start();
    }

    /** A connection of the program itself, as services have theirs; what it does has to be committed. */
    static Connection connection() throws SQLException {
        var url = System.getenv("BARE_URL")
                + "?connectionTimeZone=UTC&useAffectedRows=false&cachePrepStmts=true&useLocalSessionState=true"
                + "&rewriteBatchedStatements=true";
        var connection = DriverManager.getConnection(url, System.getenv("BARE_USER"), System.getenv("BARE_PASSWORD"));
        connection.setAutoCommit(false);
        return connection;
    }

    static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var number = 0; number < parameters.length; number++) {
            statement.setObject(number + 1, parameters[number]);
        }
        return statement;
    }

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static String setting(Map<String, String> service, String name) {
        return Objects.requireNonNull(service.get(name), name + " is not set");
    }
}
