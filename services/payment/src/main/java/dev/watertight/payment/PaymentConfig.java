package dev.watertight.payment;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Inline;
import dev.watertight.chassis.sql.DatabaseConfig;
import java.net.URI;

/**
 * What Payment is told.
 *
 * @param currency the one currency of the shop
 * @param workers payments one instance decides in the background at once
 */
record PaymentConfig(
        @Inline ServiceConfig service,
        DatabaseConfig database,
        TokensConfig tokens,
        Outside acquirer,
        @Default("EUR") String currency,
        @Default("4") int workers) {

    /** @param url {@code http://host:port} */
    record Outside(URI url) {
        Outside {
            if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 1) {
                throw new IllegalArgumentException("url must be http://host:port, not '" + url + "'.");
            }
        }
    }
}
