package dev.watertight.twin.shop.remote;

import dev.watertight.chassis.client.RemoteService;

record Elsewhere(RemoteService remote) {}
