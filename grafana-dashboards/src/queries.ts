// The queries of the dashboards as Prometheus gets them: with the variables filled in, one for each service.

import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import { SERVICES } from "./panels.js";

export interface PanelQuery {
  /** Where it is, for messages: file, panel, query. */
  place: string;
  expr: string;
}

export function panelsOf(dashboard: Dashboard): Panel[] {
  return (dashboard.panels ?? []).filter((panel): panel is Panel => panel.type !== "row");
}

export function queriesOf(panel: Panel): Dataquery[] {
  return (panel.targets ?? []) as Dataquery[];
}

/** What a panel of text says, in Markdown; "" of another one. */
export function textOf(panel: Panel): string {
  return panel.type === "text" ? String((panel.options as { content?: unknown }).content ?? "") : "";
}

export function filledIn(file: string, dashboard: Dashboard): PanelQuery[] {
  return panelsOf(dashboard).flatMap((panel) =>
    queriesOf(panel).flatMap(({ expr, refId }) => perService(expr).map((query) => ({ ...query, place: `${file}: ${panel.title} ${refId}${query.place}` }))),
  );
}

/** Those of what is drawn into the graphs. */
export function eventsOf(file: string, dashboard: Dashboard): PanelQuery[] {
  return (dashboard.annotations?.list ?? []).flatMap(({ name, expr = "" }) => perService(expr).map((query) => ({ ...query, place: `${file}: ${name}${query.place}` })));
}

function perService(expr: string): PanelQuery[] {
  const query = expr.replaceAll("$__rate_interval", "30s");
  if (!query.includes("$service")) return [{ place: "", expr: query }];
  return SERVICES.map((service) => ({ place: ` for ${service}`, expr: query.replaceAll("$service", service) }));
}
