// What a panel must have, and what its queries may ask for.

import { parser } from "@prometheus-io/lezer-promql";
import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { labelsOf } from "./catalogue.js";
import { filledIn, panelsOf, queriesOf } from "./queries.js";

const DATASOURCES = new Set(["prometheus", "traces"]);
const AVOIDED = new Map([["piechart", "slices cannot be compared, nor shown over time"]]);

/** Everything wrong with a dashboard, one line each. */
export function faults(file: string, dashboard: Dashboard): string[] {
  return [
    ...panelsOf(dashboard).flatMap((panel) => panelFaults(panel).map((fault) => `${file}: ${panel.title ?? "a panel"}: ${fault}`)),
    ...unknownVariables(dashboard).map((name) => `${file}: uses $${name}, which it does not declare`),
    ...new Set(filledIn(file, dashboard).flatMap(({ place, expr }) => queryFaults(expr).map((fault) => `${place}: ${fault}`))),
  ];
}

function panelFaults(panel: Panel): string[] {
  const found: string[] = [];
  if (!panel.title) found.push("has no title");
  if (!panel.description) found.push("has no description");
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
