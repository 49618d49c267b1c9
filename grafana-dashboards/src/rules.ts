// Recording rules and alerts for observability/slos.yaml.
//
// `slo:burn:rate5m` is how many times as fast as it may the error budget went in the last five minutes: the share of what
// was bad, divided by the share that may be. At 1 all through the period, nothing is left at its end. What comes and what
// of it is bad is recorded as it is now, and all windows look at these few series: 30 days of every histogram would be
// far too much.

import { stringify } from "yaml";
import { select } from "./promql.js";
import { budgetOf, seconds, type BurnRate, type Slo, type Slos } from "./slos.js";

export type Sli = "availability" | "latency" | "settlement";

interface Rule {
  record: string;
  labels?: Record<string, string>;
  expr: string;
}

interface Alert {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface Group {
  name: string;
  interval?: string;
  rules: (Rule | Alert)[];
}

/** One promise that can be kept or broken. */
interface Promised {
  labels: { slo: string; sli: Sli; service: string };
  /** Of all, how much may be bad. */
  budget: number;
  /** How many come each second, or, of a state, how many seconds of it: 0 or 1. */
  all: string;
  bad: string;
}

const HEADER = "# Made from observability/slos.yaml by `npm run generate` in grafana-dashboards/: change that file, not this one.\n";
/** Four scrapes of five seconds. */
const NOW = "20s";
const ALL = `slo:all:rate${NOW}`;
const BAD = `slo:bad:rate${NOW}`;
const BUDGET = "slo:budget:ratio";
/** Of the error budget of the period; below 0 when more was bad than may be. */
export const LEFT = "slo:budget:left";
/** How often what comes is recorded. */
const STEP_SECONDS = 5;
/** What was bad is still in a window for as long as it takes to be recorded. */
const GRACE_SECONDS = 60;
const FASTEST_SECONDS = 5;
const SLOWEST_SECONDS = 60;

/** The rules as Prometheus reads them. */
export function rulesOf(slos: Slos): string {
  const promises = Object.entries(slos.slos).flatMap(([name, slo]) => promisesOf(name, slo));
  const groups: Group[] = [
    { name: "slos: events", interval: `${STEP_SECONDS}s`, rules: promises.flatMap(eventsOf) },
    ...windowsOf(slos).map(burns),
    { name: "slos: budget", rules: [leftOf(slos.period)] },
    { name: "slos: alerts", rules: alertsOf(slos) },
  ];
  return HEADER + stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** How the burn over a window is recorded. */
export function burnOver(window: string, ...matchers: string[]): string {
  return select(`slo:burn:rate${window}`, ...matchers);
}

function promisesOf(slo: string, { service, availability, latency, settlement }: Slo): Promised[] {
  const promised = (sli: Sli, objective: number, events: Pick<Promised, "all" | "bad">): Promised => ({
    labels: { slo, sli, service },
    budget: budgetOf(objective),
    ...events,
  });
  return [
    ...(availability ? [promised("availability", availability.objective, answersOf(availability.backends))] : []),
    ...(latency ? [promised("latency", latency.objective, timesOf(service, latency))] : []),
    ...(settlement ? [promised("settlement", settlement.objective, latenessOf(settlement.within_seconds))] : []),
  ];
}

function answersOf(backends: readonly string[]): Pick<Promised, "all" | "bad"> {
  const answers = (...matchers: string[]) => perSecond("haproxy_backend_http_responses_total", `proxy=~"${backends.join("|")}"`, ...matchers);
  return { all: answers(), bad: answers('code="5xx"') };
}

/** What failed, or broke off without an answer, is no matter of latency. */
function timesOf(service: string, { within_seconds, routes }: NonNullable<Slo["latency"]>): Pick<Promised, "all" | "bad"> {
  const [methods, paths] = [0, 1].map((part) => [...new Set(routes.map((route) => route.split(" ")[part]))].join("|"));
  const route = [`service="${service}"`, 'socket="public"', `http_request_method=~"${methods}"`, `http_route=~"${paths?.replaceAll(/[{}]/g, "[$&]")}"`, 'http_response_status_code!~"5..|"'];
  const all = perSecond("http_server_request_duration_seconds_count", ...route);
  const inTime = perSecond("http_server_request_duration_seconds_bucket", ...route, `le="${bound(within_seconds)}"`);
  return { all, bad: `${all} - ${inTime}` };
}

function latenessOf(within_seconds: number): Pick<Promised, "all" | "bad"> {
  const oldest = "max(settlement_oldest_pending_seconds)";
  return { all: `0 * ${oldest} + 1`, bad: `${oldest} > bool ${within_seconds}` };
}

function perSecond(metric: string, ...matchers: string[]): string {
  return `sum(rate(${select(metric, ...matchers)}[${NOW}]))`;
}

/** As Prometheus writes it: 1.0, not 1. */
function bound(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function eventsOf({ labels, budget, all, bad }: Promised): Rule[] {
  return [
    { record: ALL, labels, expr: all },
    { record: BAD, labels, expr: bad },
    { record: BUDGET, labels, expr: `vector(${budget})` },
  ];
}

/** Time of which there are no records yet counts as good: else a bad minute of the first hour would use up all. */
function leftOf(period: string): Rule {
  const known = `${STEP_SECONDS} * count_over_time(${ALL}[${period}]) / ${seconds(period)}`;
  return { record: LEFT, expr: `1 - ${burnOver(period)} * clamp_max(${known}, 1)` };
}

function windowsOf({ burn_rates, period }: Slos): string[] {
  const windows = new Set([...burn_rates.flatMap(({ short, long }) => [short, long]), period]);
  return [...windows].sort((one, other) => seconds(one) - seconds(other));
}

function burns(window: string): Group {
  const [all, bad] = [ALL, BAD].map((metric) => `avg_over_time(${metric}[${window}])`);
  return {
    name: `slos: burn over ${window}`,
    interval: `${Math.min(SLOWEST_SECONDS, Math.max(FASTEST_SECONDS, Math.round(seconds(window) / 240)))}s`,
    rules: [{ record: burnOver(window), expr: `${bad} / (${all} > 0) / ${BUDGET} or ${all} == 0` }],
  };
}

interface BurnAlert {
  name: string;
  sli: Sli;
  folder: string;
  /** What goes wrong, of the journey `$labels.slo`. */
  summary: string;
  /** What ServiceDown must say to have told of it: how it is matched, and of which services. */
  outage: { on: string; matchers: string[] };
  /** Whose failing, once somebody was told of it, tells of this too: how their availability is matched. */
  failing?: string[];
}

const OF_ITSELF = { on: "service", matchers: [] };
const OF_WHAT_SETTLES = { on: "", matchers: ['service!="user"'] };
const ALERTS: readonly BurnAlert[] = [
  { name: "AvailabilityBudgetBurn", sli: "availability", folder: "shop", summary: "{{ $labels.slo }} fails for too many", outage: OF_ITSELF },
  { name: "LatencyBudgetBurn", sli: "latency", folder: "shop", summary: "{{ $labels.slo }} is too slow for too many", outage: OF_ITSELF },
  { name: "SettlementBudgetBurn", sli: "settlement", folder: "order", summary: "Accepted orders wait too long", outage: OF_WHAT_SETTLES, failing: ['service=~"product|payment"'] },
];

/** What tells that the budget of such a promise burns. */
export function burnAlert(sli: Sli): string {
  return ALERTS.find((alert) => alert.sli === sli)?.name ?? "";
}

/** One for each severity, as one outage burns over more than one window. */
function alertsOf({ burn_rates: rates, least_bad: leastBad, for: patience }: Slos): Alert[] {
  const severities = [...new Set(rates.map(({ severity }) => severity))];
  return severities.flatMap((severity) => ALERTS.map((alert) => ({
    ...alertOf(alert, severity, rates.filter((rate) => rate.severity === severity), leastBad),
    ...(patience ? { for: patience } : {}),
  })));
}

function alertOf(alert: BurnAlert, severity: string, rates: readonly BurnRate[], leastBad: number): Alert {
  const told = rates.map(({ factor, long, short }) => `${factor} times as fast as it may, over ${long} and ${short}`);
  return {
    alert: alert.name,
    expr: rates.map((rate) => `(${burning(alert, rate, leastBad)})`).join(" or "),
    labels: { severity },
    annotations: {
      summary: alert.summary,
      description: `The error budget goes more than ${told.join(", or ")}.`,
      runbook_url: `observability/runbooks/${alert.folder}/${alert.name}.md`,
    },
  };
}

/**
 * An outage that ServiceDown, or the budget of a service it needs, told of stays in the short window for as long as that is, and
 * shall not be told once more when it is over.
 * What fails after it is not told before the short window is past the outage either.
 */
function burning({ sli, outage, failing }: BurnAlert, rate: BurnRate, leastBad: number): string {
  const { factor, long, short } = rate;
  const burnt = (window: string) => `${burnOver(window, `sli="${sli}"`)} > ${factor}`;
  const enough = `${STEP_SECONDS} * sum_over_time(${select(BAD, `sli="${sli}"`)}[${long}]) >= ${leastBad}`;
  const outages = select("ALERTS", 'alertname="ServiceDown"', 'alertstate="firing"', ...outage.matchers);
  const meanwhile = `[${seconds(short) + GRACE_SECONDS}s]`;
  const told = `unless on (${outage.on}) last_over_time(${outages}${meanwhile})`;
  return `${burnt(long)} and ${burnt(short)} and ${enough} ${told}${failing ? ` unless on () (${toldOf(failing, rate, meanwhile)})` : ""}`;
}

/** What fails, and somebody was told of as urgently; the telling alone goes on for half an hour after its end. */
function toldOf(failing: readonly string[], { factor, short, severity }: BurnRate, meanwhile: string): string {
  const burn = burnOver(short, 'sli="availability"', ...failing);
  const told = select("ALERTS", `alertname="${burnAlert("availability")}"`, 'alertstate="firing"', `severity="${severity}"`, ...failing);
  return `max_over_time(${burn}${meanwhile}) > ${factor} and on (slo) last_over_time(${told}${meanwhile})`;
}
