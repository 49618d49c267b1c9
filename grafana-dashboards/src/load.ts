// Load test: what k6 asks and sees, beside what the services say of it.

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { edgeAnswers } from "./edge.js";
import { withEvents } from "./events.js";
import { linesPanel, newDashboard, numberPanel, tablePanel, withSections, type Query, type Section } from "./panels.js";
import { orNone, orZero, orZeroPerService, quantile, rate, share, sum } from "./promql.js";

const REQUESTS = "k6_http_reqs_total";
const TIMES = "k6_http_req_duration_seconds";
const SETTLED = "k6_order_settle_time_seconds";
const UNEXPECTED = 'expected_response="false"';
const NAME = ["name"];
const SERVERS = "http_server_request_duration_seconds";
const PUBLIC = 'socket="public"';
const ROUTE = ["http_request_method", "http_route"];
const asRoute = "{{http_request_method}} {{http_route}}";
/** Series of a load end with it; what was last is still to be read for as long. */
const AT_LAST = "15m";

const asked = `(${orZero(sum([], rate("k6_iterations_total")))}) + (${orZero(sum([], rate("k6_dropped_iterations_total")))})`;
/** Of the last moments; of a load that was shorter than that, of all of it. */
const seen = (q: number, by: readonly string[], histogram: string) =>
  `histogram_quantile(${q}, ${sum(by, rate(histogram))} or ${sum(by, `last_over_time(${histogram}[$__rate_interval])`)})`;

const verdict: Section = {
  title: "Is the load what it claims to be, and does the shop bear it?",
  panels: [
    numberPanel({
      title: "Requests", width: 4, unit: "reqps", decimals: 1,
      description: "Sent by k6 each second, now. 0: no load test runs, or its Prometheus does not answer.",
      expr: orZero(sum([], rate(REQUESTS))),
    }),
    numberPanel({
      title: "Journeys dropped", width: 4, unit: "ops", decimals: 1, limits: { warn: 0.1, bad: 1 },
      description: "Journeys each second that should have begun and found no free virtual user: the shop is too slow for the load, and what k6 measures is better than what customers would see.",
      expr: orZero(sum([], rate("k6_dropped_iterations_total"))),
    }),
    numberPanel({
      title: "Requests that fail", width: 4, unit: "percentunit", decimals: 2, limits: { warn: 0.001, bad: 0.01 },
      description: "Share of requests without an answer, or with a status from 400 on.",
      expr: share(orZero(sum([], rate(REQUESTS, UNEXPECTED))), orZero(sum([], rate(REQUESTS)))),
    }),
    numberPanel({
      title: "p99", width: 4, unit: "s", limits: { warn: 0.5, bad: 1 },
      description: "One request in a hundred takes longer than this, as k6 waits for it.",
      expr: orZero(`${seen(0.99, [], TIMES)} >= 0`),
    }),
    numberPanel({
      title: "Virtual users", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.8, bad: 1 },
      description: "Of those k6 has, as many are on a journey. At 100 % the next journey is dropped.",
      expr: `(${orZero("sum(k6_vus)")}) / clamp_min(${orZero("sum(k6_vus_max)")}, 1)`,
    }),
    numberPanel({
      title: "CPU of the machine", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.8, bad: 0.95 },
      description: "Of all cores. On one machine k6 takes its part of them: at 100 % it measures itself, too.",
      expr: orZero("max(system_cpu_usage)"),
    }),
  ],
};

const load: Section = {
  title: "What is asked, and what comes of it?",
  panels: [
    linesPanel({
      title: "Journeys asked and done", width: 8, unit: "ops",
      description: "Each second. Done falls behind asked: journeys are dropped, or take longer and longer.",
      queries: [
        { expr: asked, legend: "asked" },
        { expr: orZero(sum([], rate("k6_iterations_total"))), legend: "done" },
        { expr: orZero(sum([], rate("k6_dropped_iterations_total"))), legend: "dropped" },
      ],
    }),
    linesPanel({
      title: "Journeys by scenario", width: 8, unit: "ops",
      description: "Done each second, by what customers do.",
      queries: [{ expr: orNone(sum(["scenario"], rate("k6_iterations_total")), "scenario"), legend: "{{scenario}}" }],
    }),
    linesPanel({
      title: "Virtual users", width: 8, unit: "short",
      description: "On a journey, and as many as there are. More at work for the same load: journeys take longer.",
      queries: [{ expr: orZero("sum(k6_vus)"), legend: "on a journey" }, { expr: orZero("sum(k6_vus_max)"), legend: "at most" }],
    }),
    linesPanel({
      title: "Requests by name", width: 8, unit: "reqps",
      description: "Sent by k6 each second.",
      queries: [{ expr: orNone(sum(NAME, rate(REQUESTS)), "name"), legend: "{{name}}" }],
    }),
    linesPanel({
      title: "Requests, sent and answered", width: 8, unit: "reqps",
      description: "As k6 and as the edge count them. The edge has more when others use the shop, too; fewer when requests do not reach it.",
      queries: [{ expr: orZero(sum([], rate(REQUESTS))), legend: "k6" }, { expr: orZero(edgeAnswers("$__rate_interval")), legend: "edge" }],
    }),
    linesPanel({
      title: "Requests that fail, by name", width: 8, unit: "percentunit",
      runbooks: ["AvailabilityBudgetBurn"],
      description: "Share without an answer, or with a status from 400 on.",
      queries: [{ expr: orNone(`(${share(sum(NAME, rate(REQUESTS, UNEXPECTED)), sum(NAME, rate(REQUESTS)))})`, "name"), legend: "{{name}}" }],
    }),
  ],
};

const times: Section = {
  title: "How long do customers wait, and who makes them wait?",
  panels: [
    linesPanel({
      title: "p99 as customers wait", width: 12, unit: "s",
      runbooks: ["LatencyBudgetBurn"],
      description: "One request of this name in a hundred takes longer, with the network and the edge. Compare with the panel beside: what is only here is the edge's queue, or k6 itself.",
      queries: [{ expr: seen(0.99, NAME, TIMES), legend: "{{name}}" }],
    }),
    linesPanel({
      title: "p99 as the services say", width: 12, unit: "s",
      runbooks: ["LatencyBudgetBurn"],
      description: "Public requests by route, interpolated in the buckets of a histogram. Each dot is one request: click it for its trace.",
      queries: [{ expr: quantile(0.99, ROUTE, SERVERS, PUBLIC), legend: asRoute, exemplars: true }],
    }),
    linesPanel({
      title: "p50 as customers wait", width: 6, unit: "s",
      description: "Half of the requests of this name take longer.",
      queries: [{ expr: seen(0.5, NAME, TIMES), legend: "{{name}}" }],
    }),
    linesPanel({
      title: "p50 as the services say", width: 6, unit: "s",
      description: "Public requests, by route.",
      queries: [{ expr: quantile(0.5, ROUTE, SERVERS, PUBLIC), legend: asRoute }],
    }),
    linesPanel({
      title: "All requests, as customers wait", width: 6, unit: "s",
      description: "Half of them, one in twenty, one in a hundred take longer.",
      queries: [0.5, 0.95, 0.99].map((q): Query => ({ expr: seen(q, [], TIMES), legend: `p${q * 100}` })),
    }),
    linesPanel({
      title: "Time until an order is settled", width: 6, unit: "s",
      runbooks: ["SettlementBudgetBurn"],
      description: "From placing it to reading that it is confirmed or rejected, as a customer does.",
      queries: [0.5, 0.95, 0.99].map((q): Query => ({ expr: seen(q, [], SETTLED), legend: `p${q * 100}` })),
    }),
  ],
};

const cost: Section = {
  title: "What does it cost the services?",
  panels: [
    linesPanel({
      title: "CPU by service", width: 6, unit: "percentunit", max: 1,
      description: "Of the cores a replica may use, its busiest one; and of the machine.",
      queries: [{ expr: "max by (service) (process_cpu_usage{job=\"shop\"})", legend: "{{service}}" }, { expr: "max(system_cpu_usage)", legend: "machine" }],
    }),
    linesPanel({
      title: "Waiting at the edge", width: 6, unit: "short",
      runbooks: ["LoadShed"],
      description: "Requests that wait for a free replica.",
      queries: [{ expr: orZero("sum(haproxy_backend_current_queue)"), legend: "waiting for a replica" }],
    }),
    linesPanel({
      title: "Refused for load", width: 6, unit: "reqps",
      runbooks: ["LoadShed"],
      description: "Answered 503 at once, by service, because too many were running.",
      queries: [{ expr: orZeroPerService(sum(["service"], rate("http_server_shed_total"))), legend: "{{service}}" }],
    }),
    linesPanel({
      title: "Database connections in use", width: 6, unit: "percentunit", max: 1,
      runbooks: ["DatabasePoolExhausted"],
      description: "Share of the pool in use, by service. At 100 % requests wait for the database.",
      queries: [{ expr: `${sum(["service"], "hikaricp_connections_active")} / ${sum(["service"], "hikaricp_connections_max")}`, legend: "{{service}}" }],
    }),
  ],
};

const checks: Section = {
  title: "Are the answers right?",
  panels: [
    linesPanel({
      title: "Checks that fail", width: 12, unit: "percentunit",
      description: "How often the worst check of each scenario failed since the load began. Above 0 an answer was wrong; the table says which.",
      queries: [{ expr: orNone('max by (scenario) (1 - k6_checks_rate{scenario!=""})', "scenario"), legend: "{{scenario}}" }],
    }),
    tablePanel({
      title: "Checks", width: 12, unit: "percentunit", height: 8,
      description: `Of the loads of the last ${AT_LAST}: how often each check held, the worst first.`,
      queries: [{ expr: `sort(min by (check) (last_over_time(k6_checks_rate[${AT_LAST}])))`, legend: "held" }],
      columns: { check: "Check", Value: "Held" },
      units: { Held: "percentunit" },
    }),
  ],
};

export const loadTest: DashboardBuilder = withSections(
  withEvents(newDashboard("Load test", "shop-load", "What k6 asks and sees, beside what the services say of it. ./watertight load sends its numbers to Prometheus while it runs.")),
  [verdict, load, times, cost, checks],
);
