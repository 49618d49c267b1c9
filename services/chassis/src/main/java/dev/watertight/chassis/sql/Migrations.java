package dev.watertight.chassis.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;

/** Brings a schema up to date by Liquibase, apart from serving and with an account of its own. */
public final class Migrations {
    private static final String CHANGELOG = "db/changelog.yaml";
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

    /** What {@code migrate} reads. */
    public record Config(DatabaseConfig database) {}

    private Migrations() {}

    /** @throws DatabaseException when the server cannot be reached, or Liquibase does not get to the end of the changes */
    public static void run(DatabaseConfig config) {
        try (var connection = DriverManager.getConnection(
                config.url(), config.user(), config.password().reveal())) {
            var database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            alone(connection);
            LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
            Scope.child(
                    Scope.Attr.resourceAccessor,
                    new liquibase.resource.ClassLoaderResourceAccessor(),
                    () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                            .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                            .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, CHANGELOG)
                            .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                            .execute());
        } catch (SQLException e) {
            throw new DatabaseException("Cannot migrate the database: " + reason(e), e);
        } catch (LiquibaseException e) {
            throw new DatabaseException("The migration failed: " + reason(e), e);
        } catch (Exception e) {
            throw new IllegalStateException("The migration failed", e);
        }
    }

    /** In one line: the driver and Liquibase take more. */
    private static String reason(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /**
     * Takes a lock that ends with the connection. Liquibase's own is a row, which a migration that was killed leaves behind
     * for ever; whoever holds ours may clear it away.
     */
    private static void alone(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(
                        "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrations'), " + LOCK_PATIENCE.toSeconds() + ")")) {
            if (!answer.next() || answer.getInt(1) != 1) {
                throw new SQLException("another migration of this schema runs");
            }
        }
    }
}
