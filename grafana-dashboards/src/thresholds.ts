// What the load tests must know of observability/slos.yaml, as the TypeScript that k6 reads.

import { budgetOf, type Slos } from "./slos.js";

const HEADER = "// Made from observability/slos.yaml by `npm run generate` in grafana-dashboards/: change that file, not this one.\n";

/** The percentile of answers that must come within the time, by route; the share of requests that may fail, by journey. */
export function thresholdsOf({ slos }: Slos): string {
  const latencies = Object.values(slos).flatMap(({ latency }) =>
    latency ? latency.routes.map((route) => `  ${JSON.stringify(route)}: { percentile: ${latency.objective}, withinMs: ${latency.within_seconds * 1000} },`) : [],
  );
  const failures = Object.entries(slos).flatMap(([slo, { availability }]) => (availability ? [`  ${slo}: ${budgetOf(availability.objective)},`] : []));
  return [HEADER, "export const LATENCY = {", ...latencies, "} as const;", "", "export const MAY_FAIL = {", ...failures, "} as const;", ""].join("\n");
}
