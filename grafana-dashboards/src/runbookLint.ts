// What runbooks say of others: a panel that is named there must be one, and what causes the alert is what the on-call drill does.

import { basename } from "node:path";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { parse } from "yaml";
import { panelsOf } from "./queries.js";

/** Italics that begin with a capital name a dashboard or a panel; but for these, which say how urgent it is. */
const URGENCIES = new Set(["Page", "Ticket"]);
const NAMED = /(?<!\*)\*([A-Z][^*]*)\*(?!\*)/g;

interface Name {
  name: string;
  /** Where it stands in the text, with its asterisks. */
  from: number;
  to: number;
}

/** The dashboards and panels that a runbook names. */
export function namesIn(text: string): Name[] {
  return [...text.matchAll(NAMED)]
    .map((match) => ({ name: (match[1] ?? "").replaceAll(/\s+/g, " ").replace(/\.$/, ""), from: match.index, to: match.index + match[0].length }))
    .filter(({ name }) => !URGENCIES.has(name));
}

/** The dashboards and panels that a runbook names and nobody has, one line each. */
export function runbookFaults(file: string, text: string, boards: readonly Dashboard[]): string[] {
  const known = new Set([...boards.map(({ title }) => title), ...boards.flatMap(panelsOf).map(({ title }) => title)]);
  return namesIn(text)
    .filter(({ name }) => !known.has(name))
    .map(({ name, from }) => `${file}:${text.slice(0, from).split("\n").length}: there is no dashboard and no panel "${name}"`);
}

/** What the on-call drill does to cause the alert and its runbook does not tell under "How to cause it". */
export function causeFaults(file: string, text: string, drill: string): string[] {
  const told = text.slice(text.indexOf("\n## How to cause it"));
  const causes = (parse(drill) as { alert: string; cause: string }[]).filter(({ alert }) => alert === basename(file, ".md")).map(({ cause }) => cause);
  return causes.some((cause) => told.split("\n").includes(`./watertight ${cause}`)) ? [] : [`${file}: does not tell how the on-call drill causes it: ${causes.join(" or ") || "it does not"}`];
}
