// The house style: every panel answers one question, says how to read it, and looks like its neighbours.

import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as text from "@grafana/grafana-foundation-sdk/text";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { runbookUrl } from "./addresses.js";
import { colourOf } from "./colours.js";

export const PROMETHEUS: common.DataSourceRef = { type: "prometheus", uid: "prometheus" };
/** Over which the numbers of a top row look back: long enough to be calm, short enough to be now. */
export const WELL_WINDOW = "5m";
export const SERVICES = ["user", "product", "order", "payment"] as const;
/** Dashboards that have it list each other. */
export const TAG = "watertight";

export type Unit = "s" | "reqps" | "ops" | "percentunit" | "bytes" | "binBps" | "short" | "cpm";

/** Up to where an axis reaches at the least, 1 if not said here: a line at 0 is no reason for one up to 10,000 %. */
const LEAST_TOP: Partial<Record<Unit, number>> = { percentunit: 0.01, s: 0.01 };

export interface Query {
  expr: string;
  /** How its series are called, with labels in `{{…}}`. */
  legend: string;
  /** Shows single traces as dots: only where the expression is over a histogram that carries them. */
  exemplars?: boolean;
}

interface About {
  title: string;
  /** What it shows, and what to make of it. */
  description: string;
  unit: Unit;
  /** Width, of 24. */
  width: number;
  /** Alerts whose signal it shows: it links to what to do. */
  runbooks?: readonly string[];
}

/** Values from which a number is no longer well, in rising order; or in falling order if low is bad. */
export interface Limits {
  warn: number;
  bad: number;
}

export type PanelBuilder = stat.PanelBuilder | timeseries.PanelBuilder | table.PanelBuilder | text.PanelBuilder;

/** A row of a dashboard: one question, and the panels that answer it. */
export interface Section {
  title: string;
  panels: PanelBuilder[];
}

export function numberPanel(about: About & { expr: string; limits?: Limits; decimals?: number }): stat.PanelBuilder {
  const panel = new stat.PanelBuilder()
    .title(about.title)
    .description(about.description)
    .links(runbookLinks(about.runbooks))
    .datasource(PROMETHEUS)
    .unit(about.unit)
    .span(about.width)
    .height(4)
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false))
    .thresholds(limitSteps(about.limits))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds))
    .withTarget(target({ expr: about.expr, legend: about.title }, 0));
  return about.decimals === undefined ? panel : panel.decimals(about.decimals);
}

export function linesPanel(about: About & { queries: Query[]; max?: number; signed?: boolean }): timeseries.PanelBuilder {
  const panel = new timeseries.PanelBuilder()
    .title(about.title)
    .description(about.description)
    .links(runbookLinks(about.runbooks))
    .datasource(PROMETHEUS)
    .unit(about.unit)
    .span(about.width)
    .height(8)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Never)
    .spanNulls(false)
    .legend(new common.VizLegendOptionsBuilder().displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Bottom).showLegend(true))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic));
  about.queries.forEach((query, index) => panel.withTarget(target(query, index)));
  if (!about.signed) panel.min(0);
  if (about.max === undefined) panel.axisSoftMax(LEAST_TOP[about.unit] ?? 1);
  else panel.max(about.max);
  for (const [pattern, colour] of colourOf) {
    panel.overrideByRegexp(pattern, [{ id: "color", value: { mode: "fixed", fixedColor: colour } }]);
  }
  return panel;
}

/** One row for each series at this moment; columns are its labels and the value of each query, by its legend. */
export function tablePanel(about: About & { queries: Query[]; columns: Record<string, string>; units: Record<string, Unit>; height?: number }): table.PanelBuilder {
  const panel = new table.PanelBuilder()
    .title(about.title)
    .description(about.description)
    .links(runbookLinks(about.runbooks))
    .datasource(PROMETHEUS)
    .unit(about.unit)
    .span(about.width)
    .height(about.height ?? 7)
    .withTransformation({ id: "merge", options: {} })
    .withTransformation(shownColumns(about.columns));
  about.queries.forEach((query, index) => panel.withTarget(target(query, index).format(prometheus.PromQueryFormat.Table).instant()));
  for (const [column, unit] of Object.entries(about.units)) panel.overrideByName(column, [{ id: "unit", value: unit }]);
  return panel;
}

/** Markdown. */
export function textPanel(about: { title: string; description: string; text: string; width: number; height: number }): text.PanelBuilder {
  return new text.PanelBuilder().title(about.title).description(about.description).mode(text.TextMode.Markdown).content(about.text).span(about.width).height(about.height);
}

function runbookLinks(alerts: readonly string[] = []): dashboard.DashboardLinkBuilder[] {
  return alerts.map((alert) => new dashboard.DashboardLinkBuilder(`Runbook: ${alert}`).type(dashboard.DashboardLinkType.Link).url(runbookUrl(alert)));
}

function shownColumns(columns: Record<string, string>): dashboard.DataTransformerConfig {
  const indexByName = Object.fromEntries(Object.keys(columns).map((name, index) => [name, index]));
  return { id: "organize", options: { excludeByName: { Time: true }, indexByName, renameByName: columns } };
}

function target(query: Query, index: number): prometheus.DataqueryBuilder {
  return new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode("A".charCodeAt(0) + index))
    .datasource(PROMETHEUS)
    .expr(query.expr)
    .legendFormat(query.legend)
    .exemplar(query.exemplars ?? false)
    .range();
}

function limitSteps(limits: Limits | undefined): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps(limits));
}

function steps(limits: Limits | undefined): dashboard.Threshold[] {
  if (!limits) return [{ value: null, color: "blue" }];
  const { warn, bad } = limits;
  if (warn <= bad) return distinct([{ value: null, color: "green" }, { value: warn, color: "orange" }, { value: bad, color: "red" }]);
  return [{ value: null, color: "red" }, { value: bad, color: "orange" }, { value: warn, color: "green" }];
}

/** Where warning and alarm are one value, the alarm. */
function distinct(all: dashboard.Threshold[]): dashboard.Threshold[] {
  return all.filter((step, index) => all[index + 1]?.value !== step.value);
}

export function newDashboard(title: string, uid: string, description: string): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .editable()
    .timezone("browser")
    .time({ from: "now-30m", to: "now" })
    .refresh("10s")
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .links([
      inTheOpen(new dashboard.DashboardLinkBuilder("Dashboards").type(dashboard.DashboardLinkType.Dashboards).tags([TAG]).keepTime(true).includeVars(true)),
      inTheOpen(new dashboard.DashboardLinkBuilder("Traces").type(dashboard.DashboardLinkType.Link).icon("external link").url(explore("traces")).targetBlank(true)),
    ]);
}

/** Which service a dashboard looks at: `$service` in its queries. */
export function serviceVariable(): dashboard.CustomVariableBuilder {
  return new dashboard.CustomVariableBuilder("service").label("Service").values(SERVICES.join(",")).current({ text: "order", value: "order", selected: true });
}

/** By default the builder hides links and events in a menu, where new versions of Grafana have one. */
export function inTheOpen<Placed extends { placement?: unknown }>(builder: { build(): Placed }): { build(): Placed } {
  return { build: () => ({ ...builder.build(), placement: undefined }) };
}

/** Fills a dashboard. Panels are numbered in order, so that a link to one panel stays good. */
export function withSections(board: dashboard.DashboardBuilder, sections: readonly Section[]): dashboard.DashboardBuilder {
  let id = 0;
  for (const { title, panels } of sections) {
    board.withRow(new dashboard.RowBuilder(title).id(++id));
    for (const panel of panels) board.withPanel(panel.id(++id));
  }
  return board;
}

/** Both trace stores are one data source by uid, so the link is the same on every platform. */
function explore(datasource: string): string {
  return `/explore?left=${encodeURIComponent(JSON.stringify({ datasource, queries: [], range: { from: "now-1h", to: "now" } }))}`;
}

