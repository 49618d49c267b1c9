// observability/metrics.yaml against what the services really tell, both ways.

import { bucketsOf, emittedSeries, labelsOf } from "./catalogue.js";

/** Long enough for what is told only while somebody buys, short enough for what an earlier release told to be forgotten. */
const LOOK_BACK_SECONDS = 900;
/** What Prometheus notes of each scrape itself. */
const OF_THE_SCRAPE = /^(up|scrape_\w+)$/;

export type Labels = { readonly __name__: string; readonly [label: string]: string };

/** Everything in which the file and the series of the services differ, one line each. */
export async function contractFaults(prometheus: string): Promise<string[]> {
  const start = String(Math.round(Date.now() / 1000) - LOOK_BACK_SECONDS);
  const asked = new URLSearchParams({ "match[]": '{job="shop"}', start });
  const response = await fetch(`${prometheus}/api/v1/series`, { method: "POST", body: asked, signal: AbortSignal.timeout(10_000) });
  const { data } = (await response.json()) as { data: Labels[] };
  return differences(data.filter(({ __name__ }) => !OF_THE_SCRAPE.test(__name__)));
}

export function differences(series: readonly Labels[]): string[] {
  const told = new Set(series.map(({ __name__ }) => __name__));
  return [
    ...[...told].flatMap((name) => strangers(name, series.filter(({ __name__ }) => __name__ === name))),
    ...emittedSeries().filter((name) => !told.has(name)).map((name) => `${name} is in observability/metrics.yaml, and no service tells it`),
  ];
}

function strangers(name: string, series: readonly Labels[]): string[] {
  const declared = labelsOf(name);
  if (!declared) return [`services tell ${name}, which is not in observability/metrics.yaml`];
  const labels = new Set(series.flatMap(({ __name__, ...others }) => Object.keys(others)));
  return [
    ...[...labels].filter((label) => !declared.has(label)).map((label) => `services tell ${name} with a label ${label}, which is not in observability/metrics.yaml`),
    ...(name.endsWith("_bucket") ? otherBuckets(name.replace(/_bucket$/, ""), series) : []),
  ];
}

function otherBuckets(histogram: string, series: readonly Labels[]): string[] {
  const declared = bucketsOf(histogram).join(", ");
  const bounds = [...new Set(series.map(({ le }) => Number(le)))].filter(Number.isFinite).sort((one, other) => one - other).join(", ");
  return bounds === declared ? [] : [`${histogram} has the buckets ${bounds}; in observability/metrics.yaml they are ${declared}`];
}
