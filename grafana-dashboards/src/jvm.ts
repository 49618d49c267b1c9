// JVM, of one service: have its processes room, time and cores enough?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, serviceVariable, tablePanel, withSections, type Query, type Section, type Unit } from "./panels.js";
import { orNone, orZero, orZeroPerReplica, perMinute, rate, select, share, sum } from "./promql.js";

const OWN = 'service="$service"';
const HEAP = 'area="heap"';
const PAUSES = "jvm_gc_pause_seconds";

const now = (metric: string, ...matchers: string[]) => sum(["instance"], select(metric, OWN, ...matchers));
const perSecond = (metric: string, ...matchers: string[]) => sum(["instance"], rate(metric, OWN, ...matchers));
const nanosecondsToCores = (expr: string) => `${expr} / 1e9`;
/** Some pools have no limit of their own and say -1. */
const limit = (...matchers: string[]) => `sum by (instance) (${select("jvm_memory_max_bytes", OWN, ...matchers)} > 0)`;

const perReplica = (expr: string): Query => ({ expr, legend: "{{instance}}" });
const replicas = (title: string, unit: Unit, expr: string, description: string) => linesPanel({ title, width: 8, unit, description, queries: [perReplica(expr)] });
const kinds = (title: string, unit: Unit, expr: string, label: string, description: string) =>
  linesPanel({ title, width: 8, unit, description, queries: [{ expr: orNone(expr, label), legend: `{{${label}}}` }] });

const wellness: Section = {
  title: "Have the processes of $service room and time enough?",
  panels: [
    numberPanel({
      title: "Heap that outlives a collection", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.7, bad: 0.9 },
      description: "Old objects, of the most there may be, in the fullest replica. What rises for hours is a leak; near 100 % the process collects and does little else.",
      expr: orZero(`max(${select("jvm_gc_live_data_size_bytes", OWN)} / (${select("jvm_gc_max_data_size_bytes", OWN)} > 0))`),
    }),
    numberPanel({
      title: "Time in garbage collection", width: 4, unit: "percentunit", decimals: 1, limits: { warn: 0.02, bad: 0.05 },
      description: "Share of time the replica that is worst stood still to collect, over the last 5m. Above 5 % the heap is too small.",
      expr: orZero(`max(sum by (instance) (rate(${select(`${PAUSES}_sum`, OWN)}[5m])))`),
    }),
    numberPanel({
      title: "Longest pause", width: 4, unit: "s", limits: { warn: 0.1, bad: 0.5 },
      description: "Of any replica in the last two minutes. A request that was under way took as much longer.",
      expr: orZero(`max(${select(`${PAUSES}_max`, OWN)})`),
    }),
    numberPanel({
      title: "CPU, busiest replica", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.7, bad: 0.9 },
      description: "Of the cores it may use. Near 100 % it needs more replicas.",
      expr: orZero(`max(${select("process_cpu_usage", OWN)})`),
    }),
    numberPanel({
      title: "CPU of the machine", width: 4, unit: "percentunit", decimals: 0, limits: { warn: 0.8, bad: 0.95 },
      description: "Of all its cores, whoever uses them. Busy while this service is not: the others take what it needs.",
      expr: orZero(`max(${select("system_cpu_usage", OWN)})`),
    }),
    numberPanel({
      title: "Youngest process", width: 4, unit: "s", decimals: 0,
      description: "Time since the last start of a replica. Young processes are slow for their first minute; one that is always young is being restarted.",
      expr: orZero(`min(${select("process_uptime_seconds", OWN)})`),
    }),
  ],
};

const memory: Section = {
  title: "Is there memory enough?",
  panels: [
    replicas("Heap in use", "bytes", now("jvm_memory_used_bytes", HEAP), "By replica. A saw-tooth is well; a rising floor is a leak."),
    replicas("Heap in use, of the most", "percentunit", `${now("jvm_memory_used_bytes", HEAP)} / ${limit(HEAP)}`, "By replica. The tips of the saw may come near 100 %; the floor may not."),
    replicas("Old objects", "bytes", now("jvm_gc_live_data_size_bytes"), "What was left after the last full collection, by replica; 0 before the first one."),
    kinds("Memory by pool", "bytes", sum(["id"], select("jvm_memory_used_bytes", OWN)), "id", "Of all replicas together. Heap: eden, survivor, old. Metaspace is classes, CodeHeap what was compiled."),
    replicas("Memory beside the heap", "bytes", now("jvm_memory_used_bytes", 'area="nonheap"'), "Classes and compiled code, by replica. Flat after the first minutes."),
    replicas("Memory taken from the system", "bytes", now("jvm_memory_committed_bytes"), "Heap and all beside it, by replica. The process has some more for its threads and the JVM itself."),
  ],
};

const collection: Section = {
  title: "Does collecting garbage stop the work?",
  panels: [
    replicas("Time standing still", "percentunit", orZeroPerReplica(perSecond(`${PAUSES}_sum`)), "Share of time, by replica. Above 5 % the heap is too small for what it does."),
    replicas("Longest pause by replica", "s", orZeroPerReplica(`max by (instance) (${select(`${PAUSES}_max`, OWN)})`), "Of the last two minutes."),
    kinds("Pauses by cause", "cpm", perMinute(sum(["cause"], rate(`${PAUSES}_count`, OWN))), "cause", "Each minute, all replicas together. Allocation Failure is a full young generation, as it should be; Metadata and Ergonomics are rare."),
    replicas("Allocated", "binBps", perSecond("jvm_gc_memory_allocated_bytes_total"), "Bytes each second, by replica, as seen at each collection. It should follow the requests."),
    replicas("Grown old", "binBps", perSecond("jvm_gc_memory_promoted_bytes_total"), "Bytes each second that outlived the young generation. Much of it: the young generation is too small for the work under way."),
    replicas("Allocated for each request", "bytes",
      share(perSecond("jvm_gc_memory_allocated_bytes_total"), perSecond("http_server_request_duration_seconds_count")),
      "By replica. A jump with a release is that release's doing. While nearly nobody asks it means nothing."),
  ],
};

const work: Section = {
  title: "Are there cores and threads enough?",
  panels: [
    linesPanel({
      title: "Cores in use", width: 8, unit: "short",
      description: "CPU seconds each second, by replica, and what one may use. At the limit, answers take longer for want of CPU.",
      queries: [perReplica(nanosecondsToCores(perSecond("process_cpu_time_ns_total"))), { expr: `max(${select("system_cpu_count", OWN)})`, legend: "at most" }],
    }),
    linesPanel({
      title: "CPU, of what it may use", width: 8, unit: "percentunit", max: 1,
      description: "By replica, beside that of the whole machine.",
      queries: [perReplica(select("process_cpu_usage", OWN)), { expr: `max(${select("system_cpu_usage", OWN)})`, legend: "machine" }],
    }),
    linesPanel({
      title: "Load of the machine", width: 8, unit: "short",
      description: "Tasks that run or want to, averaged over a minute, beside its cores. Above the cores, everything waits.",
      queries: [
        { expr: `max(${select("system_load_average_1m", OWN)})`, legend: "load" },
        { expr: `max(${select("system_cpu_count", OWN)})`, legend: "cores" },
      ],
    }),
    replicas("Threads", "short", now("jvm_threads_live_threads"), "Platform threads, by replica; requests run on virtual ones, so this should be flat."),
    kinds("Threads by state", "short", sum(["state"], select("jvm_threads_states_threads", OWN)), "state", "Of all replicas together. Blocked ones wait for a lock that another thread holds."),
    replicas("Threads started", "cpm", perMinute(perSecond("jvm_threads_started_threads_total")), "Each minute, by replica. A few; hundreds mean that somebody starts a platform thread for each piece of work."),
  ],
};

const processes: Section = {
  title: "What runs, and since when?",
  panels: [
    linesPanel({
      title: "Uptime", width: 8, unit: "s",
      description: "By replica. A line that falls to 0 is a start; all of them one after the other a release.",
      queries: [perReplica(now("process_uptime_seconds"))],
    }),
    replicas("Classes loaded", "short", now("jvm_classes_loaded_classes"), "By replica. Flat after the first requests; a slope is classes made again and again."),
    tablePanel({
      title: "Processes", width: 8, unit: "short", height: 8,
      description: "Each replica, its version and since when it runs.",
      queries: [{ expr: `max by (instance, version) (${select("process_uptime_seconds", OWN)})`, legend: "running for" }],
      columns: { instance: "Replica", version: "Version", Value: "Running for" },
      units: { "Running for": "s" },
    }),
  ],
};

export const jvm: DashboardBuilder = withSections(
  newDashboard("JVM", "shop-jvm", "Have the processes of this service memory, time and cores enough? By replica.").withVariable(serviceVariable()),
  [wellness, memory, collection, work, processes],
);
