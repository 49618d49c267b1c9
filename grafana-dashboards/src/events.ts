// What happened meanwhile, in every graph of a dashboard: releases, load tests, alerts. Prometheus knows all of it.

import { AnnotationQueryBuilder, type DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { inTheOpen, PROMETHEUS } from "./panels.js";
import { select } from "./promql.js";

/** Three scrapes: what is shorter is not seen. */
const STEP = "15s";

/** Draws them; of one service when that is what matchers say. */
export function withEvents(board: DashboardBuilder, ...matchers: string[]): DashboardBuilder {
  return board
    .annotation(inTheOpen(event("Releases", "blue", releases(select("up", 'job="shop"', ...matchers)), "{{service}} {{version}}")))
    .annotation(inTheOpen(event("Load tests", "purple", "group(k6_vus)", "load test")))
    .annotation(inTheOpen(event("Tickets", "orange", alerts("ticket", matchers), "{{alertname}}")))
    .annotation(inTheOpen(event("Pages", "red", alerts("page", matchers), "{{alertname}}")));
}

/** A version that was not there a minute ago, of a service that was. */
function releases(up: string): string {
  const before = `(${up} offset 1m)`;
  return `group by (service, version) (${up}) unless on (service, version) ${before} and on (service) ${before}`;
}

function alerts(severity: string, matchers: readonly string[]): string {
  return select("ALERTS", 'alertstate="firing"', `severity="${severity}"`, ...matchers);
}

function event(name: string, colour: string, expr: string, title: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name).datasource(PROMETHEUS).enable(true).iconColor(colour)
    .expr(expr).step(STEP).titleFormat(title).textFormat("{{service}} {{slo}}");
}
