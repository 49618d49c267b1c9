package dev.watertight.acquirer;

import dev.watertight.acquirer.domain.GiveRefund;
import dev.watertight.acquirer.domain.TakeCharge;
import dev.watertight.acquirer.http.AcquirerRoutes;
import dev.watertight.acquirer.sqlite.SqliteBooks;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.http.ApiDescription;
import dev.watertight.chassis.http.HttpServer;
import dev.watertight.chassis.telemetry.JsonLog;
import dev.watertight.chassis.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Puts the acquirer together. */
public final class AcquirerMain {
    private static final String NAME = "acquirer";

    private AcquirerMain() {}

    public static void main(String[] arguments) {
        new Launcher<>(NAME, AcquirerConfig.class)
                .command("serve", AcquirerMain::serve)
                .run(arguments);
    }

    private static void serve(AcquirerConfig config) {
        Runtime.getRuntime().addShutdownHook(new Thread(start(config)::close, "shutdown"));
    }

    static Acquirer start(AcquirerConfig config) {
        JsonLog.install(NAME, config.instance());
        var telemetry = new Telemetry(NAME, config.instance(), version(), config.telemetry());
        var books = new SqliteBooks(config.dataFile());
        var clock = Clock.systemUTC();
        var charging = new TakeCharge(books, clock, AcquirerMain::pause);
        var routes = new AcquirerRoutes(charging, new GiveRefund(books, clock), books).routes();
        return new Acquirer(new HttpServer(config.socket(), telemetry, ApiDescription.addTo(routes)), books, telemetry)
                .started();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String version() {
        return Optional.ofNullable(AcquirerMain.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
