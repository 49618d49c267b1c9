// From a dot on a panel to its trace: every exemplar that Prometheus has of late is a trace that the trace store has, too.

import { setTimeout as wait } from "node:timers/promises";
import { ask } from "./ask.js";
import { SERVICES } from "./panels.js";

/** Shorter than a trace store with room for 100,000 spans remembers under load, and than a drill takes that ends it and goes on. */
const LOOK_BACK_SECONDS = 45;
/** A scrape comes every 5 s; the collector waits for 2 s before it decides on a trace, and then for the store. */
const DEADLINE_MS = 10_000;
const PAUSE_MS = 250;
const AT_ONCE = 10;
const TRACE_ID = /^[0-9a-f]{32}$/;

interface Exemplar {
  service: string;
  trace: string;
  /** The series it belongs to. */
  series: string;
}

type Answer = { seriesLabels: { __name__: string; service?: string; instance?: string }; exemplars: { labels: { trace_id?: string } }[] }[];

/** Services without exemplars, and exemplars that lead to no trace, one line each. */
export async function exemplarFaults(prometheus: string, zipkin: string, deadlineMs = DEADLINE_MS): Promise<string[]> {
  const exemplars = await recent(prometheus, Date.now() + deadlineMs);
  const silent = silentServices(exemplars).map((service) => `${service}: no exemplar in the last ${LOOK_BACK_SECONDS} s: nothing leads from its panels to a trace`);
  const strange = exemplars.filter(({ trace }) => !TRACE_ID.test(trace)).map(({ series, trace }) => `${series}: its exemplar "${trace}" is no trace id`);
  const bySeries = new Map(exemplars.filter(({ trace }) => TRACE_ID.test(trace)).map(({ trace, series }) => [trace, series]));
  const lost = await unstored(zipkin, [...bySeries.keys()], Date.now() + deadlineMs);
  return [...silent, ...strange, ...lost.map((trace) => `${bySeries.get(trace)}: its exemplar ${trace} leads to no trace at ${zipkin}`)];
}

/** What there is as soon as every service has some, or at the deadline. */
async function recent(prometheus: string, deadline: number): Promise<Exemplar[]> {
  for (;;) {
    const end = Date.now() / 1000;
    const asked = { query: '{job="shop"}', start: String(end - LOOK_BACK_SECONDS), end: String(end) };
    const exemplars = (await ask<Answer>(prometheus, "query_exemplars", asked)).flatMap(exemplarsOf);
    if (silentServices(exemplars).length === 0 || Date.now() >= deadline) return exemplars;
    await wait(PAUSE_MS);
  }
}

function exemplarsOf({ seriesLabels: { __name__, service = "", instance = "" }, exemplars }: Answer[number]): Exemplar[] {
  return exemplars.map(({ labels }) => ({ service, series: `${__name__} of ${instance}`, trace: labels.trace_id ?? "" }));
}

function silentServices(exemplars: readonly Exemplar[]): string[] {
  return SERVICES.filter((name) => !exemplars.some(({ service }) => service === name));
}

/** Those that the trace store has not even at the deadline. */
async function unstored(zipkin: string, traces: readonly string[], deadline: number): Promise<string[]> {
  let missing = [...traces];
  while (missing.length > 0) {
    missing = await notIn(zipkin, missing);
    if (Date.now() >= deadline) break;
    if (missing.length > 0) await wait(PAUSE_MS);
  }
  return missing;
}

async function notIn(zipkin: string, traces: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (let first = 0; first < traces.length; first += AT_ONCE) {
    const some = traces.slice(first, first + AT_ONCE);
    const stored = await Promise.all(some.map((trace) => isStored(zipkin, trace)));
    missing.push(...some.filter((_, index) => !stored[index]));
  }
  return missing;
}

async function isStored(zipkin: string, trace: string): Promise<boolean> {
  const response = await fetch(`${zipkin}/api/v2/trace/${trace}`, { signal: AbortSignal.timeout(DEADLINE_MS) });
  await response.body?.cancel();
  return response.ok;
}
