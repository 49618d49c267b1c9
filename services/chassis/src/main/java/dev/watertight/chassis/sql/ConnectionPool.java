package dev.watertight.chassis.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Properties;

/** How the pool and the driver are set up. */
final class ConnectionPool {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private ConnectionPool() {}

    /** @param patience with a connection, when none is free */
    static HikariDataSource of(DatabaseConfig config, Duration patience, MeterRegistry meters) {
        var hikari = new HikariConfig();
        hikari.setPoolName("main");
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password().reveal());
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setConnectionTimeout(patience.toMillis());
        hikari.setValidationTimeout(patience.toMillis() / 2);
        hikari.setAutoCommit(false);
        // A service starts, and says 503 for itself, while its database is away.
        hikari.setInitializationFailTimeout(-1);
        hikari.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        hikari.setDataSourceProperties(driver(config));
        return new HikariDataSource(hikari);
    }

    /** All of them text: Connector/J reads a property that is none, such as a number, as not set. */
    private static Properties driver(DatabaseConfig config) {
        var driver = new Properties();
        driver.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT.toMillis()));
        driver.setProperty(
                "socketTimeout", String.valueOf(config.socketTimeout().toMillis()));
        driver.setProperty("tcpNoDelay", "true");
        driver.setProperty("connectionTimeZone", "UTC");
        // Row counts mean rows found: a conditional UPDATE that changes nothing still met its condition.
        driver.setProperty("useAffectedRows", "false");
        // Less than any socket timeout: a held row is then an answer, not a broken connection.
        driver.setProperty("sessionVariables", "innodb_lock_wait_timeout=1");
        driver.setProperty("cachePrepStmts", "true");
        driver.setProperty("useLocalSessionState", "true");
        driver.setProperty("rewriteBatchedStatements", "true");
        // Our own spans wrap the driver; its second set would go nowhere and cost each statement some.
        driver.setProperty("openTelemetry", "DISABLED");
        return driver;
    }
}
