// One service: what it answers, what limits it, what it asks of others, which replicas it has.

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { withEvents } from "./events.js";
import { linesPanel, newDashboard, numberPanel, serviceVariable, tablePanel, withSections, WELL_WINDOW, type Query, type Section } from "./panels.js";
import { orNone, orZero, orZeroPerReplica, quantile, rate, select, share, sum } from "./promql.js";

const REQUESTS = "http_server_request_duration_seconds";
const CALLS = "http_client_request_duration_seconds";
const OWN = 'service="$service"';
const FAILED = 'http_response_status_code=~"5..|"';
const UNANSWERED = 'http_response_status_code!~"[1-4].."';
const ROUTE = ["socket", "http_request_method", "http_route"];
const routeLegend = "{{http_request_method}} {{http_route}} ({{socket}})";

const recent = (...matchers: string[]) => `sum(rate(${select(`${REQUESTS}_count`, OWN, ...matchers)}[${WELL_WINDOW}]))`;

const wellness: Section = {
  title: "Is $service well?",
  panels: [
    numberPanel({
      title: "Answered well", width: 4, unit: "percentunit", decimals: 2, limits: { warn: 0.999, bad: 0.99 },
      description: `Share of requests in the last ${WELL_WINDOW}, public and internal, not answered with 5xx.`,
      expr: `1 - (${share(orZero(recent(FAILED)), orZero(recent()))})`,
    }),
    numberPanel({
      title: "p99", width: 4, unit: "s", limits: { warn: 0.5, bad: 1 },
      description: `One request in a hundred of the last ${WELL_WINDOW} was slower than this.`,
      expr: orZero(`histogram_quantile(0.99, sum by (le) (rate(${REQUESTS}_bucket{${OWN}}[${WELL_WINDOW}]))) >= 0`),
    }),
    numberPanel({
      title: "Requests", width: 4, unit: "reqps", decimals: 1,
      description: `Requests answered each second, over the last ${WELL_WINDOW}, public and internal.`,
      expr: orZero(recent()),
    }),
    numberPanel({
      title: "Replicas down", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 2 },
      runbooks: ["ServiceReplicaDown", "ServiceDown"],
      description: "Replicas Consul lists and Prometheus cannot scrape. The table at the bottom names them.",
      expr: orZero(`sum(1 - up{job="shop",${OWN}})`),
    }),
    numberPanel({
      title: "Waiting for the database", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 8 },
      runbooks: ["DatabasePoolExhausted"],
      description: "Requests waiting for their turn to have a connection. Steadily above 0 the database, or its pool, is the bottleneck.",
      expr: orZero(`sum(database_connections_pending{${OWN}})`),
    }),
    numberPanel({
      title: "Refused for load", width: 4, unit: "reqps", decimals: 1, limits: { warn: 0.1, bad: 10 },
      runbooks: ["LoadShed"],
      description: `Requests a second answered 503 over the last ${WELL_WINDOW} because too many were running. More replicas help: ./watertight scale $service N.`,
      expr: orZero(`sum(rate(http_server_shed_total{${OWN}}[${WELL_WINDOW}]))`),
    }),
  ],
};

const byRoute = sum(ROUTE, rate(`${REQUESTS}_count`, OWN));
const overall = (q: number, legend: string): Query => ({ expr: quantile(q, [], REQUESTS, OWN), legend, exemplars: true });

const requests: Section = {
  title: "Requests",
  panels: [
    linesPanel({
      title: "Requests by route", width: 8, unit: "reqps",
      description: "Answered each second, by route and socket: public comes through the edge, internal from other services.",
      queries: [{ expr: orNone(byRoute, "http_route"), legend: routeLegend }],
    }),
    linesPanel({
      title: "Errors by route", width: 8, unit: "percentunit",
      description: "Share of a route's requests answered with 5xx.",
      queries: [{ expr: orNone(`(${share(sum(ROUTE, rate(`${REQUESTS}_count`, OWN, FAILED)), byRoute)})`, "http_route"), legend: routeLegend }],
    }),
    linesPanel({
      title: "Answers by status", width: 8, unit: "reqps",
      description: "Every status code on its own: a jump in 401 is tokens, in 409 contention, in 503 load.",
      queries: [{
        expr: orNone(sum(["http_response_status_code"], rate(`${REQUESTS}_count`, OWN)), "http_response_status_code"), legend: "{{http_response_status_code}}",
      }],
    }),
    linesPanel({
      title: "Latency", width: 12, unit: "s",
      description: "All routes together. Each dot is one request: click it for its trace.",
      queries: [overall(0.5, "p50"), overall(0.95, "p95"), overall(0.99, "p99")],
    }),
    linesPanel({
      title: "Latency by route, p99", width: 12, unit: "s",
      description: "One request in a hundred on this route is slower than this. Each dot is one request: click it for its trace.",
      queries: [{ expr: quantile(0.99, ROUTE, REQUESTS, OWN), legend: routeLegend, exemplars: true }],
    }),
  ],
};

const perReplica = (metric: string) => sum(["instance"], select(metric, OWN));
const acquired = (part: string) => sum(["instance"], rate(`database_connections_wait_seconds_${part}`, OWN));

const saturation: Section = {
  title: "What limits it",
  panels: [
    linesPanel({
      title: "Requests running", width: 6, unit: "short",
      description: "Requests being answered at one moment, by replica. Even replicas mean the balance is right.",
      queries: [{ expr: perReplica("http_server_active_requests"), legend: "{{instance}}" }],
    }),
    linesPanel({
      title: "Refused for load", width: 6, unit: "reqps",
      runbooks: ["LoadShed"],
      description: "Requests answered 503 at once because the replica's concurrency limit was reached.",
      queries: [{ expr: orZeroPerReplica(sum(["instance"], rate("http_server_shed_total", OWN))), legend: "{{instance}}" }],
    }),
    linesPanel({
      title: "Database connections", width: 6, unit: "short",
      runbooks: ["DatabasePoolExhausted", "DatabaseUnreachable"],
      description: "Of all replicas together: in use, of at most; and requests waiting for one.",
      queries: [
        { expr: `sum(${select("hikaricp_connections_active", OWN)})`, legend: "in use" },
        { expr: `sum(${select("hikaricp_connections_max", OWN)})`, legend: "at most" },
        { expr: `sum(${select("database_connections_pending", OWN)})`, legend: "waiting for one" },
      ],
    }),
    linesPanel({
      title: "Wait for a connection", width: 6, unit: "s",
      description: "Mean wait for a database connection, by replica. Microseconds are well, milliseconds are a queue.",
      queries: [{ expr: share(acquired("sum"), acquired("count")), legend: "{{instance}}" }],
    }),
  ],
};

const process: Section = {
  title: "Process",
  panels: [
    linesPanel({
      title: "CPU", width: 6, unit: "percentunit",
      description: "Share of the cores it may use, by replica. Near 100 % it needs more replicas.",
      queries: [{ expr: select("process_cpu_usage", OWN), legend: "{{instance}}" }], max: 1,
    }),
    linesPanel({
      title: "Heap", width: 6, unit: "bytes",
      description: "Heap in use, by replica. A saw-tooth is well; a rising floor is a leak.",
      queries: [{ expr: sum(["instance"], select("jvm_memory_used_bytes", OWN, 'area="heap"')), legend: "{{instance}}" }],
    }),
    linesPanel({
      title: "Time in garbage collection", width: 6, unit: "percentunit",
      description: "Share of time the replica stood still to collect garbage. Above 5 % the heap is too small.",
      queries: [{ expr: orZeroPerReplica(sum(["instance"], rate("jvm_gc_pause_seconds_sum", OWN))), legend: "{{instance}}" }],
    }),
    linesPanel({
      title: "Threads", width: 6, unit: "short",
      description: "Platform threads, by replica; requests run on virtual ones, so this should be flat.",
      queries: [{ expr: select("jvm_threads_live_threads", OWN), legend: "{{instance}}" }],
    }),
  ],
};

const CALLED = ["server_service"];
const byService = (metric: string, ...matchers: string[]) => sum(CALLED, rate(metric, OWN, ...matchers));
const made = byService(`${CALLS}_count`);
const lines = (title: string, unit: "reqps" | "percentunit" | "s" | "ops", expr: string, description: string) =>
  linesPanel({ title, width: 8, unit, description, queries: [{ expr: orNone(expr, "server_service"), legend: "{{server_service}}" }] });

const known = (aggregate: string, metric: string): Query => ({
  expr: orNone(`${aggregate} by (server_service) (${select(metric, OWN)})`, "server_service"), legend: "{{server_service}}",
});

const calls: Section = {
  title: "Calls to other services",
  panels: [
    lines("Calls", "reqps", made, "Attempts each second, by the service called. None: this service has called nobody."),
    lines("Failing calls", "percentunit", `(${share(byService(`${CALLS}_count`, UNANSWERED), made)})`,
      "Share of attempts that got no answer or a 5xx, before any retry."),
    lines("Latency of calls, p99", "s", quantile(0.99, CALLED, CALLS, OWN),
      "As seen from here. Slower than the called service's own p99: look at the network, or at connections being opened."),
    lines("Retries", "ops", byService("client_retries_total"),
      "Second attempts, on another replica. More than a tenth of the calls and the budget below stops them."),
    lines("Ejections", "ops", byService("client_ejections_total"),
      "Replicas of other services left out for refusing, failing or being slow."),
    linesPanel({
      title: "Retry budget left", width: 8, unit: "short",
      runbooks: ["RetryBudgetSpent"],
      description: "Retries each replica may still make, and how many calls each second found none: those failures are passed on, and the called service is in real trouble.",
      queries: [
        { expr: orZeroPerReplica(sum(["instance"], select("client_retry_budget_available", OWN))), legend: "{{instance}}" },
        { expr: orZeroPerReplica(sum(["instance"], rate("client_retry_budget_exhausted_total", OWN))), legend: "{{instance}}, found none" },
      ],
    }),
    linesPanel({
      title: "Replicas known of other services", width: 12, unit: "short",
      description: "The fewest any replica of this service knows. Fewer than are up: it has not heard from Consul.",
      queries: [known("min", "discovery_instances")],
    }),
    linesPanel({
      title: "Age of what it knows", width: 12, unit: "s",
      runbooks: ["RegistryUnreachable"],
      description: "Time since Consul last answered. Growing without end: Consul is gone, and the last known replicas are used.",
      queries: [known("max", "discovery_age_seconds")],
    }),
  ],
};

const labels = ["instance", "version"];

const replicas: Section = {
  title: "Replicas",
  panels: [
    tablePanel({
      title: "Replicas and versions", width: 12, unit: "short",
      description: "Every replica Consul lists. Up is 0 when Prometheus cannot reach it. Two versions at once: a rollout is under way, or stopped half-way.",
      queries: [
        { expr: `min by (${labels.join(", ")}) (up{job="shop",${OWN}})`, legend: "up" },
        { expr: `max by (${labels.join(", ")}) (process_uptime_seconds{${OWN}})`, legend: "running for" },
      ],
      columns: { instance: "Replica", version: "Version", "Value #A": "Up", "Value #B": "Running for" },
      units: { "Running for": "s" },
    }),
    tablePanel({
      title: "Alerts firing", width: 12, unit: "short",
      description: "Alerts about this service. The runbook of each is on the dashboard Runbooks. None is what you want to see.",
      queries: [{ expr: orNone(`count by (alertname) (ALERTS{alertstate="firing",${OWN}})`, "alertname"), legend: "alerts" }],
      columns: { alertname: "Alert", Value: "Firing" },
      units: {},
    }),
  ],
};

export const service: DashboardBuilder = withSections(
  withEvents(
    newDashboard("Service", "shop-service", "One service from the outside in: its requests, what limits it, its calls to others, its replicas.").withVariable(serviceVariable()),
    OWN,
  ),
  [wellness, requests, saturation, process, calls, replicas],
);
