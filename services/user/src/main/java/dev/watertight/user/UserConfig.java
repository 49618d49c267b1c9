package dev.watertight.user;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.config.Inline;
import dev.watertight.chassis.sql.DatabaseConfig;
import java.nio.file.Path;

/**
 * What User is told.
 *
 * @param keysDir the private keys that sign access tokens, as {@code <key id>.pem}
 */
record UserConfig(@Inline ServiceConfig service, DatabaseConfig database, TokensConfig tokens, Path keysDir) {}
