package dev.watertight.product;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Inline;
import dev.watertight.chassis.sql.DatabaseConfig;
import java.time.Duration;

/**
 * What Product is told.
 *
 * @param currency the one currency of the shop
 * @param reservationTtl how long stock is held for an order that is not paid yet
 */
record ProductConfig(
        @Inline ServiceConfig service,
        DatabaseConfig database,
        TokensConfig tokens,
        @Default("EUR") String currency,
        @Default("15m") Duration reservationTtl) {}
