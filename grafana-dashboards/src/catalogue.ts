// observability/metrics.yaml as a question: does this metric exist, and does it have this label?

import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Metric {
  type: "counter" | "gauge" | "histogram" | "native histogram" | "summary";
  labels: string[];
  /** When it is told, of one that is not told always. */
  only?: string;
  /** Upper bounds of a histogram's, but for the last, which has none. */
  buckets?: number[];
}

interface MetricsFile {
  metrics: Record<string, Metric>;
  external: Record<string, Metric>;
  /** By rules; the `*` at the end of a name stands for a window. */
  recorded: Record<string, Metric>;
}

const FILE = new URL("../../observability/metrics.yaml", import.meta.url);
/** What Prometheus itself adds to every series. */
const TARGET_LABELS = ["job", "service", "instance", "version"];
const SERIES: Record<Metric["type"], string[]> = {
  counter: [""],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
  "native histogram": [""],
  summary: ["_sum", "_count"],
};

/** The labels a series may have, by its name; undefined for one that is not declared. */
export function labelsOf(name: string): ReadonlySet<string> | undefined {
  return SERIES_OF_FILE.get(name) ?? SERIES_OF_FILE.get(name.replace(WINDOW, "*"));
}

const WINDOW = /\d+[smhd]$/;
const { metrics: EMITTED, external: OF_OTHERS, recorded: RECORDED } = parse(readFileSync(FILE, "utf8")) as MetricsFile;
const METRICS = { ...EMITTED, ...OF_OTHERS, ...RECORDED };
const SERIES_OF_FILE = declaredSeries();

/** The names of all series that services always tell. */
export function emittedSeries(): string[] {
  return alwaysTold(EMITTED);
}

/** The names of all series that the parts around them always tell. */
export function seriesOfOthers(): string[] {
  return alwaysTold(OF_OTHERS);
}

function alwaysTold(metrics: Record<string, Metric>): string[] {
  return Object.entries(metrics).flatMap(([name, { type, only }]) => (only ? [] : SERIES[type].map((suffix) => name + suffix)));
}

/** What a metric of the services, or of the parts around them, is declared to be. */
export function typeOf(isOurs: boolean, name: string): string | undefined {
  return (isOurs ? EMITTED : OF_OTHERS)[name]?.type;
}

/** The bounds of a histogram's buckets, by its bare name. */
export function bucketsOf(name: string): readonly number[] {
  return METRICS[name]?.buckets ?? [];
}

function declaredSeries(): Map<string, Set<string>> {
  const series = new Map<string, Set<string>>();
  for (const [name, { type, labels }] of Object.entries(METRICS)) {
    for (const suffix of SERIES[type]) {
      series.set(name + suffix, new Set([...TARGET_LABELS, ...labels, ...(suffix === "_bucket" ? ["le"] : [])]));
    }
  }
  return series;
}
