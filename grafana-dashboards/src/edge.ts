// Registry and edge: does everybody know the replicas, and how does the edge treat customers?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, withSections, WELL_WINDOW, type Query, type Section } from "./panels.js";
import { orNone, orZero, orZeroPerService, perMinute, quantile, rate, select, share, sum } from "./promql.js";

const FRONTEND = "haproxy_frontend_http_responses_total";
/** The edge's one public frontend; the other one serves Prometheus. */
const PUBLIC = 'proxy="shop"';
/** A service has two backends at the edge: `order`, and `order-twice` for what is safe to repeat; User has `user-hashing`, too. */
const BACKENDS = 'proxy=~"(user|product|order|payment)(-twice|-hashing)?"';
const FAILED = 'code="5xx"';

export function edgeAnswers(window: string, ...matchers: string[]): string {
  return `sum(rate(${select(FRONTEND, PUBLIC, ...matchers)}[${window}]))`;
}

/** Of all backends of a service together, each second. */
export function byBackend(metric: string, ...matchers: string[]): string {
  return ofService("sum", rate(metric, BACKENDS, ...matchers));
}

function ofService(aggregate: "sum" | "max", expr: string): string {
  return `${aggregate} by (service) (label_replace(${expr}, "service", "$1", "proxy", "([a-z]+).*"))`;
}

/** An attempt made once more is counted as one of these, be it on the same replica or on another. */
const madeAgain = (metric: string) => `(${orZero(perMinute(`sum(rate(${select(metric, BACKENDS)}[${WELL_WINDOW}]))`))})`;
const perService = (expr: string): Query => ({ expr, legend: "{{service}}" });
const backendLines = (title: string, description: string, metric: string, runbooks: readonly string[] = []) =>
  linesPanel({ title, width: 6, unit: "ops", description, runbooks, queries: [perService(byBackend(metric))] });

const wellness: Section = {
  title: "Do customers come through, and does everybody know the replicas?",
  panels: [
    numberPanel({
      title: "Answered well at the edge", width: 4, unit: "percentunit", decimals: 2, limits: { warn: 0.999, bad: 0.99 },
      runbooks: ["AvailabilityBudgetBurn"],
      description: `Share of all answers in the last ${WELL_WINDOW} that were not the shop's fault (5xx).`,
      expr: `1 - (${share(orZero(edgeAnswers(WELL_WINDOW, FAILED)), edgeAnswers(WELL_WINDOW))})`,
    }),
    numberPanel({
      title: "Waiting at the edge", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 20 },
      runbooks: ["LoadShed"],
      description: "Requests waiting for a free replica. After 300 ms they are refused.",
      expr: orZero(`sum(${select("haproxy_backend_current_queue", BACKENDS)})`),
    }),
    numberPanel({
      title: "Repeated attempts", width: 4, unit: "cpm", decimals: 1, limits: { warn: 10, bad: 100 },
      description: `Attempts the edge made once more each minute, over the last ${WELL_WINDOW}. A few when a replica goes away; many: one is listed that does not answer.`,
      expr: `${madeAgain("haproxy_backend_retry_warnings_total")} + ${madeAgain("haproxy_backend_redispatch_warnings_total")}`,
    }),
    numberPanel({
      title: "Replicas the edge lacks", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 2 },
      runbooks: ["RegistryUnreachable"],
      description: "Replicas that answer Prometheus and get no requests from the edge. Above 0 for more than a few seconds: it does not hear from Consul, or took one out for failing.",
      expr: orZero('sum(up{job="shop"}) - sum(haproxy_backend_active_servers{proxy=~"user|product|order|payment"})'),
    }),
    numberPanel({
      title: "Oldest knowledge", width: 4, unit: "s", decimals: 1, limits: { warn: 15, bad: 30 },
      runbooks: ["RegistryUnreachable"],
      description: "The longest any replica has had no answer from Consul about a service it asks. Consul answers every 10 s at the least, be it that nothing changed.",
      expr: orZero("max(discovery_age_seconds)"),
    }),
    numberPanel({
      title: "Ejections", width: 4, unit: "cpm", decimals: 1, limits: { warn: 1, bad: 10 },
      description: `Replicas that callers left out each minute for refusing, failing or being slow, over the last ${WELL_WINDOW}.`,
      expr: orZero(perMinute(`sum(rate(client_ejections_total[${WELL_WINDOW}]))`)),
    }),
  ],
};

const treatment: Section = {
  title: "How does the edge treat customers?",
  panels: [
    linesPanel({
      title: "Answers", width: 8, unit: "reqps",
      description: "By class, all services together. 4xx is what clients got wrong; 5xx is ours.",
      queries: ["2xx", "3xx", "4xx", "5xx"].map((code) => ({ expr: orZero(edgeAnswers("$__rate_interval", `code="${code}"`)), legend: code })),
    }),
    linesPanel({
      title: "Requests by service", width: 8, unit: "reqps",
      description: "Answered each second, whoever answered: the service, or the edge in its place.",
      queries: [perService(byBackend("haproxy_backend_http_responses_total"))],
    }),
    linesPanel({
      title: "Errors by service", width: 8, unit: "percentunit",
      runbooks: ["AvailabilityBudgetBurn"],
      description: "Share of 5xx in what was answered for each service, the edge's own included: no replica, queue full, timeout.",
      queries: [perService(share(byBackend("haproxy_backend_http_responses_total", FAILED), byBackend("haproxy_backend_http_responses_total")))],
    }),
    linesPanel({
      title: "Waiting by service", width: 6, unit: "short",
      runbooks: ["LoadShed"],
      description: "Requests that wait at the edge because every replica has as many as it takes.",
      queries: [perService(ofService("sum", select("haproxy_backend_current_queue", BACKENDS)))],
    }),
    linesPanel({
      title: "Time in the queue", width: 6, unit: "s",
      runbooks: ["LoadShed"],
      description: "Mean of the last 1,024 requests of the backend that waits the longest. From 300 ms on requests are refused.",
      queries: [perService(ofService("max", select("haproxy_backend_queue_time_average_seconds", BACKENDS)))],
    }),
    linesPanel({
      title: "Time to an answer", width: 6, unit: "s",
      description: "Mean of the last 1,024 requests of the slowest backend, as the edge waits for replicas. Log-in is slow by design: it hashes a password.",
      queries: [perService(ofService("max", select("haproxy_backend_response_time_average_seconds", BACKENDS)))],
    }),
    linesPanel({
      title: "Customers' connections", width: 6, unit: "percentunit",
      description: "Open to the edge, of as many as it takes: at 100 % further ones wait until one is closed.",
      queries: [{ expr: `${select("haproxy_frontend_current_sessions", PUBLIC)} / ${select("haproxy_frontend_limit_sessions", PUBLIC)}`, legend: "open" }],
    }),
    backendLines("Attempts made again", "On the same replica, by service: it refused the connection, or answered nothing.", "haproxy_backend_retry_warnings_total"),
    backendLines("Attempts made elsewhere", "On another replica, by service. Steady: a replica is listed that should not be.", "haproxy_backend_redispatch_warnings_total"),
    backendLines("Connections that failed", "To replicas, by service: nobody listens there, or nobody answers in time.", "haproxy_backend_connection_errors_total", ["ServiceReplicaDown"]),
    linesPanel({
      title: "Turned away at the door", width: 6, unit: "ops",
      description: "Requests refused before any service saw them: more log-ins or registrations than one address may make, or no request at all.",
      queries: [
        { expr: orZero(sum([], rate("haproxy_frontend_requests_denied_total", PUBLIC))), legend: "denied" },
        { expr: orZero(sum([], rate("haproxy_frontend_request_errors_total", PUBLIC))), legend: "not understood" },
      ],
    }),
  ],
};

const replicas: Section = {
  title: "Which replicas does the edge use?",
  panels: [
    linesPanel({
      title: "Replicas up", width: 8, unit: "short",
      runbooks: ["ServiceDown", "ServiceReplicaDown"],
      description: "Replicas that answer Prometheus, by service. At 0 the service is gone; its name stays here while Consul lists it.",
      queries: [perService('sum by (service) (up{job="shop"})')],
    }),
    linesPanel({
      title: "Replicas the edge uses", width: 8, unit: "short",
      description: "As HAProxy has them from Consul's DNS. Fewer than are up: it has not noticed yet, or took one out for failing.",
      queries: [{ expr: 'sum by (proxy) (haproxy_backend_active_servers{proxy=~"user|product|order|payment"})', legend: "{{proxy}}" }],
    }),
    linesPanel({
      title: "Requests by replica", width: 8, unit: "reqps",
      description: "Numbers are the edge's own places for replicas. Replicas of one service get about as many each.",
      queries: [{ expr: sum(["server"], rate("haproxy_server_http_responses_total", BACKENDS)), legend: "{{server}}" }],
    }),
    linesPanel({
      title: "5xx by replica", width: 12, unit: "reqps",
      description: "What one place answers and its neighbours do not, is that replica's own trouble.",
      queries: [{ expr: sum(["server"], rate("haproxy_server_http_responses_total", BACKENDS, FAILED)), legend: "{{server}}" }],
    }),
    linesPanel({
      title: "Names the edge could not look up", width: 12, unit: "ops",
      runbooks: ["RegistryUnreachable"],
      description: "Answers of Consul's DNS that said no, or did not come. Its last known addresses hold for a day.",
      queries: [{ expr: orZero(sum([], rate("haproxy_process_failed_resolutions"))), legend: "failed" }],
    }),
  ],
};

const CALLED = ["server_service"];

const knowledge: Section = {
  title: "Do the services know each other?",
  panels: [
    linesPanel({
      title: "Age of what is known", width: 6, unit: "s",
      runbooks: ["RegistryUnreachable"],
      description: "The longest a replica of the service has had no answer from Consul. Growing without end: Consul is gone, and the last known replicas are used.",
      queries: [perService(orZeroPerService("max by (service) (discovery_age_seconds)"))],
    }),
    linesPanel({
      title: "Replicas known, the fewest", width: 6, unit: "short",
      description: "Of each service that is called, as the caller sees it that knows the fewest. Fewer than are up: it has not heard.",
      queries: [{ expr: `min by (server_service) (${select("discovery_instances", 'server_service!="acquirer"')})`, legend: "{{server_service}}" }],
    }),
    linesPanel({
      title: "Ejections by service", width: 6, unit: "ops",
      description: "Replicas of the service that callers left out for a while: refused, failed, or slow.",
      queries: [{ expr: orNone(sum(CALLED, rate("client_ejections_total")), "server_service"), legend: "{{server_service}}" }],
    }),
    linesPanel({
      title: "Calls between services, p99", width: 6, unit: "s",
      runbooks: ["LatencyBudgetBurn"],
      description: "By the service called, one attempt. Each dot is one call: click it for its trace.",
      queries: [{ expr: quantile(0.99, CALLED, "http_client_request_duration_seconds"), legend: "{{server_service}}", exemplars: true }],
    }),
  ],
};

const dnsTime = (part: string) => sum([], rate(`consul_dns_domain_query_${part}`));

const registry: Section = {
  title: "Is Consul well?",
  panels: [
    linesPanel({
      title: "Consul leads", width: 6, unit: "short", max: 1,
      runbooks: ["RegistryUnreachable", "ScrapeTargetMissing"],
      description: "1 while a server of Consul leads. Without a leader nothing is registered, and nobody hears of changes.",
      queries: [{ expr: "max(consul_server_isLeader)", legend: "leader" }],
    }),
    linesPanel({
      title: "Registered in Consul", width: 6, unit: "short",
      description: "Instances of all services; each replica of ours is there twice, for customers and for other services.",
      queries: [{ expr: "sum(consul_state_service_instances)", legend: "instances" }],
    }),
    linesPanel({
      title: "Registrations", width: 6, unit: "cpm",
      description: "Each minute. Registered again and again: a replica that comes and goes, or an agent that forgot.",
      queries: [
        { expr: orZero(perMinute(sum([], rate("consul_catalog_register_count")))), legend: "registered" },
        { expr: orZero(perMinute(sum([], rate("consul_catalog_deregister_count")))), legend: "left" },
      ],
    }),
    linesPanel({
      title: "Time of a look-up by DNS", width: 6, unit: "s",
      description: "Mean of what the edge asks, every second and for every service.",
      queries: [{ expr: `(${share(dnsTime("sum"), dnsTime("count"))}) / 1000`, legend: "mean" }],
    }),
  ],
};

export const edge: DashboardBuilder = withSections(
  newDashboard("Registry and edge", "shop-edge", "Does everybody know the replicas, and how does the edge treat customers? HAProxy, Consul, and what the services know of each other."),
  [wellness, treatment, replicas, knowledge, registry],
);
