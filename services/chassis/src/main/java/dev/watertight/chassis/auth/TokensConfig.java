package dev.watertight.chassis.auth;

import dev.watertight.chassis.config.Default;

/** Who issues our access tokens and whom they are for. */
public record TokensConfig(
        @Default("http://localhost:8080") String issuer,
        @Default("watertight") String audience) {}
