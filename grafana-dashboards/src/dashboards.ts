// All dashboards, by the file each is kept in.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { overview } from "./overview.js";
import { runbooks } from "./runbooks.js";
import { service } from "./service.js";
import { slo } from "./slo.js";
import type { Slos } from "./slos.js";

export function dashboards(slos: Slos): Record<string, Dashboard> {
  const boards = {
    "shop-overview.json": overview.build(),
    "shop-service.json": service.build(),
    "shop-slo.json": slo(slos).build(),
  };
  return { ...boards, "shop-runbooks.json": runbooks(Object.values(boards)).build() };
}
