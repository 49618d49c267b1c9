// What a dashboard and its panels must have, and what their queries may ask for.

import { parser } from "@prometheus-io/lezer-promql";
import type { Dashboard, GridPos, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { labelsOf } from "./catalogue.js";
import { TAG } from "./panels.js";
import { eventsOf, filledIn, panelsOf, queriesOf, textOf } from "./queries.js";

const DATASOURCES = new Set(["prometheus", "traces"]);
/** Of Grafana's grid. */
const COLUMNS = 24;
const AVOIDED = new Map([["piechart", "slices cannot be compared, nor shown over time"]]);

/** Everything wrong with a dashboard, one line each. */
export function faults(file: string, dashboard: Dashboard): string[] {
  return [
    ...[...boardFaults(file, dashboard), ...layoutFaults(dashboard)].map((fault) => `${file}: ${fault}`),
    ...panelsOf(dashboard).flatMap((panel) => panelFaults(panel).map((fault) => `${file}: ${panel.title ?? "a panel"}: ${fault}`)),
    ...unknownVariables(dashboard).map((name) => `${file}: uses $${name}, which it does not declare`),
    ...new Set([...filledIn(file, dashboard), ...eventsOf(file, dashboard)].flatMap(({ place, expr }) => queryFaults(expr).map((fault) => `${place}: ${fault}`))),
  ];
}

/** A link to a panel names the file's dashboard; one without our tag would be in no list of dashboards, and list none. */
function boardFaults(file: string, { uid, description, tags, links }: Dashboard): string[] {
  const found: string[] = [];
  if (`${uid}.json` !== file) found.push(`has the uid "${uid}", expected that of its file`);
  if (!description) found.push("has no description");
  if (!tags?.includes(TAG)) found.push(`lacks the tag ${TAG}`);
  if (!links?.some(({ type, tags: listed }) => type === "dashboards" && listed.includes(TAG))) found.push(`does not list the dashboards with the tag ${TAG}`);
  return found;
}

function layoutFaults({ panels = [] }: Dashboard): string[] {
  const pairs = panels.flatMap((one, index) => panels.slice(index + 1).map((other) => [one, other] as const));
  return [
    ...panels.filter(({ id }) => !id).map(({ title }) => `${title}: has no id`),
    ...pairs.filter(([one, other]) => one.id === other.id).map(([one, other]) => `${other.title}: has the id of ${one.title}`),
    ...panels.filter(({ gridPos }) => gridPos && gridPos.x + gridPos.w > COLUMNS).map(({ title }) => `${title}: reaches over the right edge`),
    ...pairs.filter(([one, other]) => overlap(one.gridPos, other.gridPos)).map(([one, other]) => `${other.title}: lies over ${one.title}`),
  ];
}

function overlap(one: GridPos | undefined, other: GridPos | undefined): boolean {
  if (!one || !other) return true;
  return one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
}

function panelFaults(panel: Panel): string[] {
  const found: string[] = [];
  if (!panel.title) found.push("has no title");
  if (!panel.description) found.push("has no description");
  if (panel.type === "text") return [...found, ...(textOf(panel) ? [] : ["says nothing"])];
  if (!panel.fieldConfig?.defaults.unit) found.push("has no unit");
  if (!DATASOURCES.has(panel.datasource?.uid ?? "")) found.push("names no data source of ours by uid");
  if (queriesOf(panel).length === 0) found.push("asks nothing");
  if (AVOIDED.has(panel.type)) found.push(`is a ${panel.type}: ${AVOIDED.get(panel.type)}`);
  for (const { refId, datasource } of queriesOf(panel)) {
    if (!DATASOURCES.has(datasource?.uid ?? "")) found.push(`query ${refId} names no data source of ours by uid`);
  }
  return found;
}

function unknownVariables(dashboard: Dashboard): string[] {
  const declared = new Set((dashboard.templating?.list ?? []).map(({ name }) => name));
  const used = panelsOf(dashboard).flatMap(queriesOf).flatMap(({ expr }) => [...expr.matchAll(/\$\{?([a-z_]\w*)/gi)].map((match) => match[1] ?? ""));
  return [...new Set(used)].filter((name) => !name.startsWith("__") && !declared.has(name));
}

/** What is wrong with a query: it does not parse, or asks for what is not declared. */
export function queryFaults(expr: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.type.isError) found.push(`does not parse at "${expr.slice(node.from, node.from + 30)}": ${expr}`);
      if (node.name === "VectorSelector") found.push(...selectorFaults(expr.slice(node.from, node.to)));
    },
  });
  return found;
}

function selectorFaults(selector: string): string[] {
  const [name = ""] = selector.split("{", 1);
  const labels = labelsOf(name.trim());
  if (!labels) return [`${name} is not in observability/metrics.yaml`];
  const matched = [...selector.slice(name.length).matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map((match) => match[1] ?? "");
  return matched.filter((label) => !labels.has(label)).map((label) => `${name} has no label ${label} in observability/metrics.yaml`);
}
