// All dashboards, by the file each is kept in.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { database } from "./database.js";
import { edge } from "./edge.js";
import { jvm } from "./jvm.js";
import { loadTest } from "./load.js";
import { overview } from "./overview.js";
import { runbooks } from "./runbooks.js";
import { service } from "./service.js";
import { settlement } from "./settlement.js";
import { slo } from "./slo.js";
import type { Slos } from "./slos.js";
import { telemetry } from "./telemetry.js";

export function dashboards(slos: Slos): Record<string, Dashboard> {
  const boards = {
    "shop-database.json": database.build(),
    "shop-edge.json": edge.build(),
    "shop-jvm.json": jvm.build(),
    "shop-load.json": loadTest.build(),
    "shop-overview.json": overview.build(),
    "shop-service.json": service.build(),
    "shop-settlement.json": settlement.build(),
    "shop-slo.json": slo(slos).build(),
    "shop-telemetry.json": telemetry.build(),
  };
  return { ...boards, "shop-runbooks.json": runbooks(Object.values(boards)).build() };
}
