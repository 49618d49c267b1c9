package dev.watertight.chassis;

import dev.watertight.chassis.config.Settings;
import dev.watertight.chassis.config.SettingsException;
import dev.watertight.chassis.sql.DatabaseException;
import dev.watertight.chassis.sql.Migrations;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The commands of a service's jar. A start that fails says why in one line and exits with 1. */
public final class Launcher<C extends Record> {
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    private final String name;
    private final Class<C> config;
    private final PrintStream errors = System.err;
    private final Map<String, Runnable> commands = new LinkedHashMap<>();

    public Launcher(String name, Class<C> config) {
        this.name = name;
        this.config = config;
    }

    /** {@code serve}: assembles and starts the service, and closes it on SIGTERM. */
    public Launcher<C> serve(Function<C, Service> assemble) {
        commands.put("serve", () -> {
            var service = assemble.apply(Settings.read(config, System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
        });
        return this;
    }

    /** {@code migrate}: brings the schema up to date. */
    public Launcher<C> migrate() {
        commands.put(
                "migrate",
                () -> Migrations.run(Settings.read(Migrations.Config.class, System.getenv(), config)
                        .database()));
        return this;
    }

    /** Any other command that runs and ends. */
    public Launcher<C> command(String command, Consumer<C> run) {
        commands.put(command, () -> run.accept(Settings.read(config, System.getenv())));
        return this;
    }

    public void run(String... arguments) {
        var command = arguments.length == 0 ? "serve" : arguments[0];
        var run = commands.get(command);
        if (run == null || arguments.length > 1) {
            errors.printf("Usage: java -jar %s.jar %s%n", name, String.join("|", commands.keySet()));
            System.exit(USAGE);
            return;
        }
        try {
            run.run();
        } catch (SettingsException | DatabaseException e) {
            errors.println(name + ": " + e.getMessage());
            System.exit(FAILED);
        } catch (RuntimeException | Error e) {
            errors.println(name + ": cannot " + command);
            e.printStackTrace(errors);
            System.exit(FAILED);
        }
    }
}
