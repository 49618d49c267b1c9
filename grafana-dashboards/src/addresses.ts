// Where links lead: dashboards, single panels, and the runbook of an alert. Grafana from 9.3 to 12 takes them like that.

import { readdirSync, readFileSync } from "node:fs";

export const RUNBOOKS_UID = "shop-runbooks";

export interface Runbook {
  alert: string;
  text: string;
}

const FOLDER = new URL("../../observability/runbooks/", import.meta.url);
const ALL = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md")).map(runbookIn).sort(byAlert);
const isPage = ({ text }: Runbook) => /^\*Page/m.test(text);

/** The rows of the dashboard Runbooks: what is urgent comes first. */
export const RUNBOOK_ROWS: readonly { title: string; runbooks: readonly Runbook[] }[] = [
  { title: "What pages: customers are hit", runbooks: ALL.filter(isPage) },
  { title: "What makes a ticket: it can wait for the morning", runbooks: ALL.filter((runbook) => !isPage(runbook)) },
];

/** As panels are numbered: in order, rows too. */
const NUMBERED = RUNBOOK_ROWS.flatMap(({ title, runbooks }) => [title, ...runbooks.map(({ alert }) => alert)]);

export function isRunbook(name: string): boolean {
  return ALL.some(({ alert }) => alert === name);
}

export function boardUrl(uid: string): string {
  return `/d/${uid}`;
}

export function panelUrl(uid: string, id: number): string {
  return `${boardUrl(uid)}?viewPanel=${id}`;
}

/** The panel with the runbook of an alert; without one it is panel 0, which there is none of: the lint tells. */
export function runbookUrl(alert: string): string {
  return panelUrl(RUNBOOKS_UID, NUMBERED.indexOf(alert) + 1);
}

function runbookIn(file: string): Runbook {
  return { alert: file.replace(/^.*\//, "").replace(/\.md$/, ""), text: readFileSync(new URL(file, FOLDER), "utf8") };
}

function byAlert({ alert: one }: Runbook, { alert: other }: Runbook): number {
  return one < other ? -1 : 1;
}
