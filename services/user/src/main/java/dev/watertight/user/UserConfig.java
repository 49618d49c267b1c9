package dev.watertight.user;

import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.auth.TokensConfig;
import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Inline;
import dev.watertight.chassis.sql.DatabaseConfig;
import java.nio.file.Path;

/**
 * What User is told.
 *
 * @param keysDir the private keys that sign access tokens, as {@code <key id>.pem}
 * @param hashesAtOnce passwords hashed at once, each in 19 MiB; 0 means one for each core, at most half of what is
 *     answered at once
 */
record UserConfig(
        @Inline ServiceConfig service,
        DatabaseConfig database,
        TokensConfig tokens,
        Path keysDir,
        @Default("0") int hashesAtOnce) {}
