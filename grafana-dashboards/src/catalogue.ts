// observability/metrics.yaml as a question: does this metric exist, and does it have this label?

import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Metric {
  type: "counter" | "gauge" | "histogram" | "summary";
  labels: string[];
}

interface MetricsFile {
  metrics: Record<string, Metric>;
  external: Record<string, Metric>;
}

const FILE = new URL("../../observability/metrics.yaml", import.meta.url);
/** What Prometheus itself adds to every series. */
const TARGET_LABELS = ["job", "service", "instance", "version"];
const SERIES: Record<Metric["type"], string[]> = {
  counter: [""],
  gauge: [""],
  histogram: ["_bucket", "_sum", "_count"],
  summary: ["_sum", "_count"],
};

/** The labels a series may have, by its name; a series that is not declared is absent. */
export function declaredSeries(): Map<string, Set<string>> {
  const { metrics, external } = parse(readFileSync(FILE, "utf8")) as MetricsFile;
  const series = new Map<string, Set<string>>();
  for (const [name, { type, labels }] of Object.entries({ ...metrics, ...external })) {
    for (const suffix of SERIES[type]) {
      series.set(name + suffix, new Set([...TARGET_LABELS, ...labels, ...(suffix === "_bucket" ? ["le"] : [])]));
    }
  }
  return series;
}
