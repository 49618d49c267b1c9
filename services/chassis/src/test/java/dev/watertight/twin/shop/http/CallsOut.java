package dev.watertight.twin.shop.http;

import dev.watertight.chassis.client.RemoteService;

record CallsOut(RemoteService remote) {}
