package dev.watertight.chassis.sql;

import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Secret;
import java.time.Duration;

/**
 * One account on one database server.
 *
 * @param url {@code jdbc:mysql://host:port/schema}
 * @param poolSize connections held open
 * @param socketTimeout how long an answer may take, all of it; Connector/J by itself would wait for ever
 */
public record DatabaseConfig(
        String url,
        String user,
        Secret password,
        @Default("8") int poolSize,
        @Default("2s") Duration socketTimeout) {
    public DatabaseConfig {
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be 1 or more, not '" + poolSize + "'.");
        }
        if (!socketTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "socketTimeout must be longer than nothing, not '" + socketTimeout + "'.");
        }
    }
}
