// What runbooks say of dashboards: a panel that is named there must be one.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { panelsOf } from "./queries.js";

/** Italics that begin with a capital name a dashboard or a panel; but for these, which say how urgent it is. */
const URGENCIES = new Set(["Page", "Ticket"]);
const NAMED = /(?<!\*)\*([A-Z][^*]*)\*(?!\*)/g;

/** The dashboards and panels that a runbook names and nobody has, one line each. */
export function runbookFaults(file: string, text: string, boards: readonly Dashboard[]): string[] {
  const known = new Set([...URGENCIES, ...boards.map(({ title }) => title), ...boards.flatMap(panelsOf).map(({ title }) => title)]);
  return [...text.matchAll(NAMED)]
    .map((match) => ({ name: (match[1] ?? "").replaceAll(/\s+/g, " ").replace(/\.$/, ""), line: text.slice(0, match.index).split("\n").length }))
    .filter(({ name }) => !known.has(name))
    .map(({ name, line }) => `${file}:${line}: there is no dashboard and no panel "${name}"`);
}
