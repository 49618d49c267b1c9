package dev.watertight.order;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Inline;
import dev.watertight.chassis.sql.DatabaseConfig;

/**
 * What Order is told.
 *
 * @param currency the one currency of the shop
 * @param workers orders one instance settles in the background at once
 */
record OrderConfig(
        @Inline ServiceConfig service,
        DatabaseConfig database,
        TokensConfig tokens,
        @Default("EUR") String currency,
        @Default("4") int workers) {}
