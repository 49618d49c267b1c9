// Telemetry pipeline: can we believe what we see?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, withSections, WELL_WINDOW, type Query, type Section } from "./panels.js";
import { orNone, orZero, perMinute, rate, select, share, sum } from "./promql.js";

const DECIDED = "otelcol_processor_tail_sampling_global_count_traces_sampled";
const BY_POLICY = "otelcol_processor_tail_sampling_count_traces_sampled";
const KEPT = 'decision="sampled"';
/** Where spans are lost, in the order in which they would pass; of those that go undecided, whole traces. */
const LOST = [
  ["telemetry_spans_lost_total", "before the collector"],
  ["otelcol_receiver_refused_spans", "refused by the collector"],
  ["otelcol_processor_tail_sampling_sampling_trace_dropped_too_early", "undecided for want of room"],
  ["otelcol_exporter_enqueue_failed_spans", "queue to the store full"],
  ["otelcol_exporter_send_failed_spans", "not taken by the store"],
] as const;

const overWindow = (metric: string, ...matchers: string[]) => orZero(`sum(rate(${select(metric, ...matchers)}[${WELL_WINDOW}]))`);
const total = (metric: string, legend: string, ...matchers: string[]): Query => ({ expr: orZero(sum([], rate(metric, ...matchers))), legend });
const perJob = (expr: string): Query => ({ expr, legend: "{{job}}" });
/** A group's name comes with the path of its file, and that of an SLO's rules with their window. */
const perGroup = (expr: string): Query => ({ expr: `max by (group) (label_replace(${expr}, "group", "$1", "rule_group", ".*;([a-z]+).*"))`, legend: "{{group}}" });

/** Each second, and where. */
export const spansLost = () =>
  linesPanel({
    title: "Spans lost on their way", width: 8, unit: "ops",
    runbooks: ["SpansDropped"],
    description: "From the services to the trace store, by where. Above 0: whoever looks for a trace may not find it. Undecided are whole traces.",
    queries: LOST.map(([metric, where]) => total(metric, where)),
  });

const wellness: Section = {
  title: "Can we believe what we see?",
  panels: [
    numberPanel({
      title: "Targets that do not answer", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 2 },
      runbooks: ["ScrapeTargetMissing"],
      description: "Everything Prometheus asks for numbers, replicas too. What does not answer stands still on every panel.",
      expr: orZero("sum(1 - up)"),
    }),
    numberPanel({
      title: "Spans lost", width: 4, unit: "cpm", decimals: 0, limits: { warn: 1, bad: 100 },
      runbooks: ["SpansDropped"],
      description: `Each minute, over the last ${WELL_WINDOW}: that did not reach the collector, were refused by it, went undecided, or were not taken by the trace store. Whoever looks for a trace may not find it.`,
      expr: perMinute(`(${LOST.map(([metric]) => `(${overWindow(metric)})`).join(" + ")})`),
    }),
    numberPanel({
      title: "Traces kept", width: 4, unit: "percentunit", decimals: 1,
      description: `Of all that ended in the last ${WELL_WINDOW}: those with errors, slow ones, and of the rest as many as is configured (all on one machine, a tenth in production).`,
      expr: share(overWindow(DECIDED, KEPT), overWindow(DECIDED)),
    }),
    numberPanel({
      title: "Queue to the trace store", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.5, bad: 0.9 },
      runbooks: ["SpansDropped"],
      description: "Of what may wait in the collector. Full: the store does not take spans, and further ones are lost.",
      expr: orZero("max(otelcol_exporter_queue_size / otelcol_exporter_queue_capacity)"),
    }),
    numberPanel({
      title: "Rules that fail", width: 4, unit: "cpm", decimals: 1, limits: { warn: 0.1, bad: 1 },
      description: `Each minute, over the last ${WELL_WINDOW}; those left out because the ones before took too long, too. An alert among them does not fire, whatever happens.`,
      expr: perMinute(`((${overWindow("prometheus_rule_evaluation_failures_total")}) + (${overWindow("prometheus_rule_group_iterations_missed_total")}))`),
    }),
    numberPanel({
      title: "Alerts that reach nobody", width: 4, unit: "cpm", decimals: 1, limits: { warn: 0.1, bad: 1 },
      runbooks: ["ScrapeTargetMissing"],
      description: `Each minute, over the last ${WELL_WINDOW}: not taken by Alertmanager, or not by whoever it tells.`,
      expr: perMinute(`((${overWindow("prometheus_notifications_errors_total")}) + (${overWindow("alertmanager_notifications_failed_total")}))`),
    }),
  ],
};

const traces: Section = {
  title: "Do traces arrive?",
  panels: [
    linesPanel({
      title: "Spans through the collector", width: 8, unit: "ops",
      description: "Taken in and handed to the trace store. Fewer go out than come in when traces are sampled, and both stop when nobody asks the shop for anything.",
      queries: [
        total("otelcol_receiver_accepted_spans", "taken in"), total("otelcol_exporter_sent_spans", "handed on"),
      ],
    }),
    spansLost(),
    linesPanel({
      title: "Spans in the trace store", width: 8, unit: "ops",
      description: "What reached it, and what of that it did not keep. Natively it forgets the oldest when it has 100,000.",
      queries: [
        { expr: orZero(`(${sum([], rate("zipkin_collector_spans_total"))} or ${sum([], rate("tempo_distributor_spans_received_total"))})`), legend: "stored" },
        { expr: orZero(`(${sum([], rate("zipkin_collector_spans_dropped_total"))} or ${sum([], rate("tempo_discarded_spans_total"))})`), legend: "dropped" },
      ],
    }),
    linesPanel({
      title: "Traces kept and not kept", width: 8, unit: "ops",
      description: "What was decided, each second.",
      queries: [total(DECIDED, "kept", KEPT), total(DECIDED, "not kept", 'decision="not_sampled"')],
    }),
    linesPanel({
      title: "What keeps them", width: 8, unit: "ops",
      description: "Traces each policy wants, each second; one may be wanted by several. errors and slow rise with the shop's troubles.",
      queries: [{ expr: orNone(sum(["policy"], rate(BY_POLICY, KEPT)), "policy"), legend: "{{policy}}" }],
    }),
    linesPanel({
      title: "Traces waiting for a decision", width: 8, unit: "short",
      description: "In the collector's memory. It has room for 20,000; beyond that the oldest go undecided.",
      queries: [{ expr: orZero(sum([], "otelcol_processor_tail_sampling_sampling_traces_on_memory")), legend: "undecided" }],
    }),
    linesPanel({
      title: "Spans waiting for the trace store", width: 8, unit: "short",
      runbooks: ["SpansDropped"],
      description: "The collector tries again for five minutes at the most. A slope: the store does not take them.",
      queries: [{ expr: orZero(sum([], "otelcol_exporter_queue_size")), legend: "spans" }],
    }),
    linesPanel({
      title: "Memory of the collector", width: 8, unit: "bytes",
      runbooks: ["SpansDropped"],
      description: "From 216 MiB on it refuses spans, until there is room again.",
      queries: [{ expr: "max(otelcol_process_memory_rss)", legend: "collector" }],
    }),
    linesPanel({
      title: "CPU of the collector", width: 8, unit: "short",
      description: "Cores in use. It rises with the spans; what it takes the services on the same machine do not have.",
      queries: [total("otelcol_process_cpu_seconds", "collector")],
    }),
  ],
};

const numbers: Section = {
  title: "Are the numbers fresh and whole?",
  panels: [
    linesPanel({
      title: "Targets up", width: 8, unit: "percentunit", max: 1,
      runbooks: ["ScrapeTargetMissing", "ServiceReplicaDown", "EdgeDown"],
      description: "Share of each job's targets that answered the last scrape. Of shop, which has many, a replica is a small step.",
      queries: [perJob("avg by (job) (up)")],
    }),
    linesPanel({
      title: "Time of a scrape", width: 8, unit: "s",
      description: "The slowest target of each job. From 4 s on it counts as down.",
      queries: [perJob("max by (job) (scrape_duration_seconds)")],
    }),
    linesPanel({
      title: "Numbers told", width: 8, unit: "short",
      description: "By all targets of a job in one scrape. A jump without more replicas: a label with too many values.",
      queries: [perJob("sum by (job) (scrape_samples_scraped)")],
    }),
    linesPanel({
      title: "Series in memory", width: 8, unit: "short",
      description: "Of the last two to three hours. It grows with every restart, as a new replica is a new series; what grows without them is a label with too many values.",
      queries: [{ expr: "sum(prometheus_tsdb_head_series)", legend: "series" }],
    }),
    linesPanel({
      title: "Samples stored", width: 8, unit: "ops",
      description: "Numbers Prometheus writes each second: what it scrapes, what rules make of it, and what a load test sends.",
      queries: [total("prometheus_tsdb_head_samples_appended_total", "stored")],
    }),
    linesPanel({
      title: "Exemplars stored", width: 8, unit: "short",
      description: "Dots on panels that lead to a trace. There is room for 100,000; the oldest make way.",
      queries: [{ expr: "sum(prometheus_tsdb_exemplar_exemplars_in_storage)", legend: "exemplars" }],
    }),
  ],
};

const alerts: Section = {
  title: "Are rules evaluated, and alerts told?",
  panels: [
    linesPanel({
      title: "Time of an evaluation", width: 8, unit: "s",
      description: "By kind of rules, of its slowest group. One that takes longer than its 5 s leaves out the next one, and its alerts come late.",
      queries: [perGroup("prometheus_rule_group_last_duration_seconds")],
    }),
    linesPanel({
      title: "Evaluations that fail or are left out", width: 8, unit: "ops",
      description: "Anything but 0 is a broken rule, or a Prometheus without CPU.",
      queries: [total("prometheus_rule_evaluation_failures_total", "failed"), total("prometheus_rule_group_iterations_missed_total", "left out")],
    }),
    linesPanel({
      title: "Alerts", width: 8, unit: "short",
      description: "In Prometheus. Pending ones have begun and are not told of yet.",
      queries: [
        { expr: orZero('count(ALERTS{alertstate="pending"})'), legend: "pending" },
        { expr: orZero('count(ALERTS{alertstate="firing",severity="ticket"})'), legend: "tickets" },
        { expr: orZero('count(ALERTS{alertstate="firing",severity="page"})'), legend: "pages" },
      ],
    }),
    linesPanel({
      title: "From Prometheus to Alertmanager", width: 8, unit: "ops",
      runbooks: ["ScrapeTargetMissing"],
      description: "Alerts handed over each second, each again and again while it fires.",
      queries: [total("prometheus_notifications_sent_total", "sent"), total("prometheus_notifications_errors_total", "failed")],
    }),
    linesPanel({
      title: "Alerts in Alertmanager", width: 8, unit: "short",
      description: "Suppressed ones are silenced by somebody, or told by a greater one.",
      queries: [{ expr: "sum by (state) (alertmanager_alerts)", legend: "{{state}}" }],
    }),
    linesPanel({
      title: "From Alertmanager to people", width: 8, unit: "cpm",
      description: "Notifications each minute. None while alerts are active: nobody is configured to be told, or not again yet.",
      queries: [
        { expr: orZero(perMinute(sum([], rate("alertmanager_notifications_total")))), legend: "tried" },
        { expr: orZero(perMinute(sum([], rate("alertmanager_notifications_failed_total")))), legend: "failed" },
      ],
    }),
  ],
};

export const telemetry: DashboardBuilder = withSections(
  newDashboard("Telemetry pipeline", "shop-telemetry", "Can we believe what we see? Traces from the services to their store, numbers to Prometheus, alerts to people."),
  [wellness, traces, numbers, alerts],
);
