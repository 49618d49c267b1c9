// Every file that is made here, by its path in the repository.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { dashboards } from "./dashboards.js";
import { rulesOf } from "./rules.js";
import type { Slos } from "./slos.js";
import { thresholdsOf } from "./thresholds.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DASHBOARDS = "grafana-dashboards/dashboards/";

export function generated(slos: Slos): Map<string, string> {
  return new Map([
    ...Object.entries(dashboards(slos)).map(([file, dashboard]): [string, string] => [DASHBOARDS + file, toJson(dashboard)]),
    ["observability/prometheus/rules/slos.yml", rulesOf(slos)],
    ["k6-load-tests/lib/slos.ts", thresholdsOf(slos)],
  ]);
}

/** Files that are not what would be made now, and dashboards that nobody makes, one line each. */
export function staleFiles(slos: Slos): string[] {
  const files = generated(slos);
  const stale = [...files].filter(([file, text]) => !existsSync(ROOT + file) || readFileSync(ROOT + file, "utf8") !== text);
  const strangers = readdirSync(ROOT + DASHBOARDS).filter((file) => !files.has(DASHBOARDS + file));
  return [
    ...stale.map(([file]) => `${file}: is not what the generator makes: npm run generate in grafana-dashboards`),
    ...strangers.map((file) => `${DASHBOARDS}${file}: no generator makes it`),
  ];
}

const toJson = (dashboard: Dashboard): string => JSON.stringify(dashboard, null, 2) + "\n";
