// Links between dashboards: each leads somewhere, and each alert's runbook is one click from a panel.

import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { boardUrl, panelUrl, RUNBOOKS_UID, runbookUrl } from "./addresses.js";
import { panelsOf, textOf } from "./queries.js";

const TO_A_BOARD = /\]\((\/d\/[^)]+)\)/g;

/** Links that lead to no dashboard and no panel, and alerts whose runbook no panel links to, one line each. */
export function linkFaults(boards: Readonly<Record<string, Dashboard>>, alerts: Iterable<string>): string[] {
  const targets = new Set(Object.values(boards).flatMap(addressesOf));
  const links = Object.entries(boards).flatMap(([file, board]) => panelsOf(board).flatMap((panel) => linksOf(panel).map((url) => ({ url, panel, file, board }))));
  const linked = new Set(links.filter(({ board }) => board.uid !== RUNBOOKS_UID).map(({ url }) => url));
  return [
    ...links.filter(({ url }) => !targets.has(url)).map(({ url, panel, file }) => `${file}: ${panel.title}: links to ${url}, and there is no such dashboard or panel`),
    ...[...alerts].filter((alert) => !linked.has(runbookUrl(alert))).map((alert) => `${alert}: no panel links to its runbook`),
  ];
}

function addressesOf(board: Dashboard): string[] {
  const uid = board.uid ?? "";
  return [boardUrl(uid), ...panelsOf(board).map(({ id }) => panelUrl(uid, id ?? 0))];
}

function linksOf(panel: Panel): string[] {
  return [...(panel.links ?? []).map(({ url }) => url ?? ""), ...[...textOf(panel).matchAll(TO_A_BOARD)].map((match) => match[1] ?? "")];
}
