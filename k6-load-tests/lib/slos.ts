// Made from observability/slos.yaml by `npm run generate` in grafana-dashboards/: change that file, not this one.

export const LATENCY = {
  "POST /sessions": { percentile: 99, withinMs: 1000 },
  "GET /users/me": { percentile: 99, withinMs: 250 },
  "GET /products": { percentile: 99, withinMs: 250 },
  "GET /products/{id}": { percentile: 99, withinMs: 250 },
  "POST /orders": { percentile: 99, withinMs: 1000 },
  "GET /orders": { percentile: 99, withinMs: 250 },
  "GET /orders/{id}": { percentile: 99, withinMs: 250 },
  "GET /payments": { percentile: 99, withinMs: 250 },
} as const;

export const MAY_FAIL = {
  login: 0.001,
  profile: 0.001,
  browse: 0.001,
  order: 0.001,
  history: 0.001,
  payments: 0.001,
} as const;
