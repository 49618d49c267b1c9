// What counts as good in a healthy shop, by journey: shop.ts, sale.ts and scaling.ts are judged by it. It is what observability/slos.yaml promises.
// smoke.ts looks at no times; journeys.ts runs while something is broken, and has one bound for all, that of `unaffected` in
// drills/isolation.yaml. What lib/orders.ts measures itself it bounds itself.

import { LATENCY, MAY_FAIL } from "./slos.ts";

export type Journey = keyof typeof MAY_FAIL;
export type Route = keyof typeof LATENCY;

/** The routes of each journey, as the shop's own metrics name them; requests carry theirs as their `name` tag. */
const ROUTES: Readonly<Record<Journey, readonly Route[]>> = {
  browse: ["GET /products", "GET /products/{id}"],
  login: ["POST /sessions"],
  order: ["POST /orders", "GET /orders/{id}"],
  history: ["GET /orders"],
  payments: ["GET /payments"],
  profile: ["GET /users/me"],
};

/** Thresholds for a workload whose scenarios are named for these journeys. The checks are stricter, as they also look into the bodies. */
export function thresholdsFor(journeys: readonly Journey[]): Record<string, string[]> {
  const thresholds: Record<string, string[]> = { checks: ["rate==1"] };
  for (const journey of journeys) {
    thresholds[`checks{scenario:${journey}}`] = ["rate==1"];
    thresholds[`http_req_failed{scenario:${journey}}`] = [`rate<${MAY_FAIL[journey]}`];
    // An arrival that found no free virtual user was never sent: the load would be less than it claims to be.
    thresholds[`dropped_iterations{scenario:${journey}}`] = ["count==0"];
    for (const route of ROUTES[journey]) {
      const { percentile, withinMs } = LATENCY[route];
      thresholds[`http_req_duration{scenario:${journey},name:${route}}`] = [`p(${percentile})<${withinMs}`];
    }
  }
  return thresholds;
}
