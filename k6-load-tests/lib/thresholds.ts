// The table of what counts as good in a healthy shop, by journey and route: shop.ts and scaling.ts are judged by it. smoke.ts
// looks at no times; journeys.ts runs while something is broken, and has one bound for all, that of `unaffected` in
// drills/isolation.yaml. What lib/orders.ts measures itself it bounds itself.

export type Journey = "browse" | "login" | "order" | "history" | "payments" | "account";

interface Objective {
  journey: Journey;
  /** The route as the shop's own metrics name it; requests carry it as their `name` tag. */
  route: string;
  /** Share of requests that must be answered within the time. */
  ratio: number;
  withinMs: number;
}

// Times are bucket bounds of the shop's own histograms, so that k6 and Prometheus judge by the same line.
export const OBJECTIVES: readonly Objective[] = [
  { journey: "browse", route: "GET /products", ratio: 0.99, withinMs: 250 },
  { journey: "browse", route: "GET /products/{id}", ratio: 0.99, withinMs: 250 },
  { journey: "login", route: "POST /sessions", ratio: 0.99, withinMs: 1000 },
  { journey: "order", route: "POST /orders", ratio: 0.99, withinMs: 1000 },
  { journey: "order", route: "GET /orders/{id}", ratio: 0.99, withinMs: 250 },
  { journey: "history", route: "GET /orders", ratio: 0.99, withinMs: 250 },
  { journey: "payments", route: "GET /payments", ratio: 0.99, withinMs: 250 },
  { journey: "account", route: "GET /users/me", ratio: 0.99, withinMs: 250 },
];

/** Share of requests that may fail; the checks are stricter, as they also look into the bodies. */
const FAILED_REQUESTS = "rate<0.001";

/** Thresholds for a workload whose scenarios are named for these journeys. */
export function thresholdsFor(journeys: readonly Journey[]): Record<string, string[]> {
  const thresholds: Record<string, string[]> = { checks: ["rate==1"] };
  for (const journey of journeys) {
    thresholds[`checks{scenario:${journey}}`] = ["rate==1"];
    thresholds[`http_req_failed{scenario:${journey}}`] = [FAILED_REQUESTS];
    // An arrival that found no free virtual user was never sent: the load would be less than it claims to be.
    thresholds[`dropped_iterations{scenario:${journey}}`] = ["count==0"];
  }
  for (const { journey, route, ratio, withinMs } of OBJECTIVES.filter((o) => journeys.includes(o.journey))) {
    thresholds[`http_req_duration{scenario:${journey},name:${route}}`] = [`p(${ratio * 100})<${withinMs}`];
  }
  return thresholds;
}
