package dev.watertight.chassis.consul;

import dev.watertight.chassis.config.Default;
import dev.watertight.chassis.config.Secret;
import java.net.URI;

/** Where the registry's agent is, and the ACL token for it (empty where ACLs are off). */
public record ConsulConfig(
        @Default("http://127.0.0.1:8500") URI url,
        @Default("") Secret token) {}
