package dev.watertight.chassis.sql;

import java.sql.DriverManager;
import java.sql.SQLException;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;

/** Brings a schema up to date by Liquibase, apart from serving and with an account of its own. */
public final class Migrations {
    private static final String CHANGELOG = "db/changelog.yaml";

    /** What {@code migrate} reads. */
    public record Config(DatabaseConfig database) {}

    private Migrations() {}

    /** @throws DatabaseException when the server cannot be reached or refuses a change */
    public static void run(DatabaseConfig config) {
        try (var connection = DriverManager.getConnection(
                config.url(), config.user(), config.password().reveal())) {
            var database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(
                    Scope.Attr.resourceAccessor,
                    new liquibase.resource.ClassLoaderResourceAccessor(),
                    () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                            .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                            .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, CHANGELOG)
                            .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                            .execute());
        } catch (SQLException e) {
            throw new DatabaseException("Cannot reach the database to migrate: " + e.getMessage(), e);
        } catch (LiquibaseException e) {
            throw new IllegalStateException("A change of the schema was refused: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("The migration failed", e);
        }
    }
}
