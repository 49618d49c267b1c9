// Small pieces of PromQL. In health a panel must show 0, not nothing: an empty panel and a broken query look the same.

/** All replicas of the four services; their `up` is there whether or not they ever served a request. */
const REPLICAS = 'up{job="shop"}';

export function select(metric: string, ...matchers: string[]): string {
  return matchers.length === 0 ? metric : `${metric}{${matchers.join(",")}}`;
}

/** Per second, over Grafana's own window, which is never shorter than four scrapes. */
export function rate(metric: string, ...matchers: string[]): string {
  return `rate(${select(metric, ...matchers)}[$__rate_interval])`;
}

export function sum(by: readonly string[], expr: string): string {
  return by.length === 0 ? `sum(${expr})` : `sum by (${by.join(", ")}) (${expr})`;
}

/** The q-quantile of a histogram, interpolated inside its buckets. */
export function quantile(q: number, by: readonly string[], histogram: string, ...matchers: string[]): string {
  return `histogram_quantile(${q}, ${sum(["le", ...by], rate(`${histogram}_bucket`, ...matchers))})`;
}

/** A part of a whole, 0 where there is no whole; both must have the same labels. */
export function share(part: string, whole: string): string {
  return `(${part}) / ((${whole}) > 0) or 0 * (${whole})`;
}

/** For what comes so seldom that a second is no measure. */
export function perMinute(perSecond: string): string {
  return `60 * ${perSecond}`;
}

export function orZero(expr: string): string {
  return `${expr} or vector(0)`;
}

/** A part by `label`; one series at 0, named so, while there is none. */
export function orNone(expr: string, label: string): string {
  return `${expr} or on () label_replace(vector(0), "${label}", "none", "", "")`;
}

/** 0 for every service that has no such series. */
export function orZeroPerService(expr: string): string {
  return `${expr} or on (service) 0 * sum by (service) (${REPLICAS})`;
}

/** 0 for every replica of the chosen service that has no such series. */
export function orZeroPerReplica(expr: string): string {
  return `${expr} or on (instance) 0 * sum by (instance) (up{job="shop",service="$service"})`;
}
