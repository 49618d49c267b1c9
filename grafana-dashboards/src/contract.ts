// observability/metrics.yaml against what the services and the parts around them really tell; of the services both ways.

import { ask } from "./ask.js";
import { bucketsOf, emittedSeries, labelsOf, seriesOfOthers, typeOf } from "./catalogue.js";

/** Long enough for what is told only while somebody buys, short enough for what an earlier release told to be forgotten. */
const LOOK_BACK_SECONDS = 900;
/** What Prometheus notes of each scrape itself. */
const OF_THE_SCRAPE = /^(up|scrape_\w+)$/;
/** In which way k6 sends what it sends. */
const OF_K6 = /^k6_feature_/;

export type Labels = { readonly __name__: string; readonly [label: string]: string };
export type Told = { readonly target: { readonly job: string }; readonly metric: string; readonly type: string };

/** Everything in which the file and what Prometheus has differ, one line each. */
export async function contractFaults(prometheus: string): Promise<string[]> {
  const start = String(Math.round(Date.now() / 1000) - LOOK_BACK_SECONDS);
  const series = await ask<Labels[]>(prometheus, "series", { "match[]": '{job="shop"}', start });
  const names = await ask<string[]>(prometheus, "label/__name__/values", { start });
  const ofLoad = await ask<Labels[]>(prometheus, "series", { "match[]": '{__name__=~"k6_.+"}', start });
  const types = await ask<Told[]>(prometheus, "targets/metadata", {});
  return [
    ...differences(series.filter(({ __name__ }) => !OF_THE_SCRAPE.test(__name__))),
    ...missing(new Set(names)),
    ...otherTypes(types),
    ...loadLabels(ofLoad),
  ];
}

/** A panel of a metric that no part tells any more would show 0 for ever. */
export function missing(told: ReadonlySet<string>): string[] {
  return seriesOfOthers().filter((name) => !told.has(name)).map((name) => `${name} is in observability/metrics.yaml, and no part tells it`);
}

/** Labels of what a load test sends, of which each new value is a new series: a url would be far too many. */
export function loadLabels(series: readonly Labels[]): string[] {
  const names = new Set(series.map(({ __name__ }) => __name__).filter((name) => labelsOf(name)));
  return [...names].flatMap((name) => otherLabels("k6 tells", name, series.filter(({ __name__ }) => __name__ === name)));
}

export function otherTypes(told: readonly Told[]): string[] {
  return [...new Set(told.flatMap(({ target: { job }, metric, type }) => typeFault(job === "shop", metric, type)))];
}

/** OpenMetrics leaves out the end of a counter's name. */
function typeFault(isOurs: boolean, metric: string, type: string): string[] {
  const name = typeOf(isOurs, metric) ? metric : `${metric}_total`;
  const declared = typeOf(isOurs, name);
  return declared && declared !== type ? [`${name} is told as a ${type}; in observability/metrics.yaml it is a ${declared}`] : [];
}

export function differences(series: readonly Labels[]): string[] {
  const told = new Set(series.map(({ __name__ }) => __name__));
  return [
    ...[...told].flatMap((name) => strangers(name, series.filter(({ __name__ }) => __name__ === name))),
    ...emittedSeries().filter((name) => !told.has(name)).map((name) => `${name} is in observability/metrics.yaml, and no service tells it`),
  ];
}

function strangers(name: string, series: readonly Labels[]): string[] {
  if (!labelsOf(name)) return [`services tell ${name}, which is not in observability/metrics.yaml`];
  return [...otherLabels("services tell", name, series), ...(name.endsWith("_bucket") ? otherBuckets(name.replace(/_bucket$/, ""), series) : [])];
}

function otherLabels(told: string, name: string, series: readonly Labels[]): string[] {
  const labels = new Set(series.flatMap(({ __name__, ...others }) => Object.keys(others)));
  return [...labels].filter((label) => !labelsOf(name)?.has(label) && !OF_K6.test(label)).map((label) => `${told} ${name} with a label ${label}, which is not in observability/metrics.yaml`);
}

function otherBuckets(histogram: string, series: readonly Labels[]): string[] {
  const declared = bucketsOf(histogram).join(", ");
  const bounds = [...new Set(series.map(({ le }) => Number(le)))].filter(Number.isFinite).sort((one, other) => one - other).join(", ");
  return bounds === declared ? [] : [`${histogram} has the buckets ${bounds}; in observability/metrics.yaml they are ${declared}`];
}
