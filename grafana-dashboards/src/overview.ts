// Shop overview: is the shop well, and if not, which part is it?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { byBackend, edgeAnswers } from "./edge.js";
import { withEvents } from "./events.js";
import { linesPanel, newDashboard, numberPanel, withSections, WELL_WINDOW, type Section } from "./panels.js";
import { orNone, orZero, orZeroPerService, perMinute, quantile, rate, share, sum } from "./promql.js";
import { booksThatDiffer, paymentsCompared, stockReservations } from "./settlement.js";
import { spansLost } from "./telemetry.js";
import { upkeep } from "./upkeep.js";

const REQUESTS = "http_server_request_duration_seconds";
const FAILED = 'http_response_status_code=~"5..|"';
const PUBLIC = 'socket="public"';

const wellness: Section = {
  title: "Is the shop well?",
  panels: [
    numberPanel({
      title: "Answered well at the edge", width: 4, unit: "percentunit", decimals: 2, limits: { warn: 0.999, bad: 0.99 },
      runbooks: ["AvailabilityBudgetBurn"],
      description: `Share of all answers in the last ${WELL_WINDOW} that were not the shop's fault (5xx). Below 99.9 % customers notice.`,
      expr: `1 - (${share(orZero(edgeAnswers(WELL_WINDOW, 'code="5xx"')), edgeAnswers(WELL_WINDOW))})`,
    }),
    numberPanel({
      title: "Slowest service, p99", width: 4, unit: "s", limits: { warn: 0.5, bad: 1 },
      runbooks: ["LatencyBudgetBurn"],
      description: `The worst 99th percentile of the four services' public requests in the last ${WELL_WINDOW}. The Services row says which one it is.`,
      expr: orZero(`max(histogram_quantile(0.99, sum by (le, service) (rate(${REQUESTS}_bucket{${PUBLIC}}[${WELL_WINDOW}]))) >= 0)`),
    }),
    numberPanel({
      title: "Oldest pending order", width: 4, unit: "s", limits: { warn: 10, bad: 60 },
      runbooks: ["SettlementBacklogOld", "SettlementBudgetBurn"],
      description: "Age of the oldest order that is pending or being cancelled. Growing: settlement is stuck, mostly because Product, Payment or the acquirer does not answer.",
      expr: orZero("max(settlement_oldest_pending_seconds)"),
    }),
    numberPanel({
      title: "Orders settled", width: 4, unit: "cpm", decimals: 1,
      description: `Orders confirmed or rejected each minute, over the last ${WELL_WINDOW}. Compare with the same hour yesterday rather than with a limit.`,
      expr: orZero(perMinute(`sum(rate(orders_settled_total{outcome!="cancelled"}[${WELL_WINDOW}]))`)),
    }),
    numberPanel({
      title: "Replicas down", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 2 },
      runbooks: ["ServiceReplicaDown", "ServiceDown"],
      description: "Replicas that Consul lists and Prometheus cannot scrape. One is survivable by design; the row Services says whose.",
      expr: orZero('sum(1 - up{job="shop"})'),
    }),
    numberPanel({
      title: "Alerts firing", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 1 },
      description: "Alerts firing now. The runbook of each is on the dashboard Runbooks; Alertmanager has the list.",
      expr: orZero('count(ALERTS{alertstate="firing"})'),
    }),
  ],
};

const business: Section = {
  title: "Orders, money and stock",
  panels: [
    linesPanel({
      title: "Orders placed and settled", width: 8, unit: "cpm",
      description: "Each minute: orders taken, and what became of them; a cancelled one may have been confirmed before. Placed above all the others together for long means orders pile up as pending.",
      queries: [
        { expr: orZero(perMinute(sum([], rate("orders_placed_total")))), legend: "placed" },
        { expr: orZero(perMinute(sum([], rate("orders_settled_total", 'outcome="confirmed"')))), legend: "confirmed" },
        { expr: orNone(perMinute(sum(["reason"], rate("orders_settled_total", 'outcome="rejected"'))), "reason"), legend: "rejected: {{reason}}" },
        { expr: orZero(perMinute(sum([], rate("orders_settled_total", 'outcome="cancelled"')))), legend: "cancelled" },
      ],
    }),
    linesPanel({
      title: "Oldest pending order", width: 8, unit: "s",
      runbooks: ["SettlementBacklogOld", "SettlementBudgetBurn"],
      description: "A saw-tooth of a few seconds is settlement at work; a straight slope is settlement standing still.",
      queries: [{ expr: orZero("max(settlement_oldest_pending_seconds)"), legend: "oldest pending" }],
    }),
    linesPanel({
      title: "Settlement steps, p99", width: 8, unit: "s",
      description: "Time of one attempt at each step of settling an order: reserve, charge, commit. The slow one names the service to look at.",
      queries: [{ expr: quantile(0.99, ["step"], "settlement_step_duration_seconds"), legend: "{{step}}" }],
    }),
    linesPanel({
      title: "Payments", width: 8, unit: "cpm",
      description: "What the acquirer said to charges, and what went back, each minute. Unknown: no answer came; the truth is asked for later, nothing is charged twice. A refused refund contradicts our books.",
      queries: [
        ...["approved", "declined", "unknown"].map((outcome) => ({
          expr: orZero(perMinute(sum([], rate("payments_charges_total", `outcome="${outcome}"`)))), legend: outcome,
        })),
        ...["refunded", "refused"].map((outcome) => ({
          expr: orZero(perMinute(sum([], rate("payments_refunds_total", `outcome="${outcome}"`)))), legend: outcome === "refused" ? "refund refused" : outcome,
        })),
      ],
    }),
    stockReservations(8),
    linesPanel({
      title: "Log-ins and registrations", width: 8, unit: "cpm",
      description: "Each minute. Many refused: somebody is guessing passwords. None at all while people browse: look at User.",
      queries: [
        { expr: orZero(perMinute(sum([], rate("users_logins_total", 'outcome="ok"')))), legend: "ok" },
        { expr: orZero(perMinute(sum([], rate("users_logins_total", 'outcome="refused"')))), legend: "refused" },
        { expr: orZero(perMinute(sum([], rate("users_registered_total")))), legend: "registered" },
      ],
    }),
    booksThatDiffer(12),
    paymentsCompared(12),
  ],
};

const answers = (code: string) => ({ expr: orZero(edgeAnswers("$__rate_interval", `code="${code}"`)), legend: code });

const edge: Section = {
  title: "Edge",
  panels: [
    linesPanel({
      title: "Answers at the edge", width: 8, unit: "reqps",
      description: "By class. 4xx is what clients got wrong; 5xx is ours.",
      queries: [answers("2xx"), answers("3xx"), answers("4xx"), answers("5xx")],
    }),
    linesPanel({
      title: "Error ratio by service, at the edge", width: 8, unit: "percentunit",
      runbooks: ["AvailabilityBudgetBurn"],
      description: "Share of 5xx in what the edge answered for each service, its own included: no replica, queue full, timeout.",
      queries: [{
        expr: share(byBackend("haproxy_backend_http_responses_total", 'code="5xx"'), byBackend("haproxy_backend_http_responses_total")), legend: "{{service}}",
      }],
    }),
    linesPanel({
      title: "Repeated attempts", width: 8, unit: "ops",
      description: "Requests the edge tried again, by service. It does so when a replica refuses or vanishes; steady repeats mean a replica is listed that should not be.",
      queries: [
        { expr: byBackend("haproxy_backend_retry_warnings_total"), legend: "{{service}}" },
        { expr: byBackend("haproxy_backend_redispatch_warnings_total"), legend: "{{service}}, elsewhere" },
      ],
    }),
  ],
};

const latency = (q: number, name: string, what: string) =>
  linesPanel({
    title: `Latency, ${name}`, width: 8, unit: "s",
    description: `${what} Public requests; each dot is one request: click it for its trace.`,
    queries: [{ expr: quantile(q, ["service"], REQUESTS, PUBLIC), legend: "{{service}}", exemplars: true }],
  });
const requests = sum(["service"], rate(`${REQUESTS}_count`, PUBLIC));

const services: Section = {
  title: "Services",
  panels: [
    latency(0.5, "p50", "Half of the requests are faster than this."),
    latency(0.95, "p95", "One request in twenty is slower than this."),
    latency(0.99, "p99", "One request in a hundred is slower than this."),
    linesPanel({
      title: "Requests", width: 8, unit: "reqps",
      description: "Public requests answered each second, by service.",
      queries: [{ expr: orZeroPerService(requests), legend: "{{service}}" }],
    }),
    linesPanel({
      title: "Error ratio", width: 8, unit: "percentunit",
      description: "Share of public requests a service answered with 5xx itself.",
      queries: [{ expr: orZeroPerService(`(${share(sum(["service"], rate(`${REQUESTS}_count`, PUBLIC, FAILED)), requests)})`), legend: "{{service}}" }],
    }),
    linesPanel({
      title: "Replicas up", width: 8, unit: "short",
      runbooks: ["ServiceDown", "ServiceReplicaDown"],
      description: "Replicas that answer Prometheus, by service. At 0 the service is gone; its name stays here while Consul lists it.",
      queries: [{ expr: 'sum by (service) (up{job="shop"})', legend: "{{service}}" }],
    }),
  ],
};

const CALLS = "http_client_request_duration_seconds_count";

const foundations: Section = {
  title: "What it stands on",
  panels: [
    linesPanel({
      title: "Parts up", width: 8, unit: "short",
      runbooks: ["EdgeDown", "ScrapeTargetMissing"],
      description: "Everything Prometheus scrapes beside the services: 1 is up. Without Consul, Prometheus or the collector the shop goes on selling, unseen or unscaled.",
      queries: [{ expr: 'min by (job) (up{job!="shop"})', legend: "{{job}}" }], max: 1,
    }),
    linesPanel({
      title: "Failing calls between services", width: 8, unit: "percentunit",
      description: "Share of attempts at another service that got no answer or a 5xx, by the service called. The acquirer is the card company.",
      queries: [{
        expr: share(sum(["server_service"], rate(CALLS, 'http_response_status_code!~"[1-4].."')), sum(["server_service"], rate(CALLS))),
        legend: "{{server_service}}",
      }],
    }),
    linesPanel({
      title: "Database connections in use", width: 8, unit: "percentunit",
      runbooks: ["DatabasePoolExhausted", "DatabaseUnreachable"],
      description: "Share of the pool in use, by service. Near 100 % requests wait for the database before they do anything.",
      queries: [{ expr: sum(["service"], "hikaricp_connections_active") + " / " + sum(["service"], "hikaricp_connections_max"), legend: "{{service}}" }], max: 1,
    }),
    spansLost(),
    linesPanel({
      title: "Replicas the edge uses", width: 8, unit: "short",
      description: "By service, as HAProxy sees them through Consul's DNS. Fewer than Replicas up: the edge has not noticed yet, or took one out for failing.",
      queries: [{ expr: 'sum by (proxy) (haproxy_backend_active_servers{proxy=~"user|product|order|payment"})', legend: "{{proxy}}" }],
    }),
  ],
};

export const overview: DashboardBuilder = withSections(
  withEvents(newDashboard("Shop overview", "shop-overview", "Is the shop well, and if not, which part is it? Top row first; then down from what customers feel to what it stands on.")),
  [wellness, business, edge, services, foundations, upkeep],
);
