// Runbooks: what to do about an alert, beside what shows it. Of each runbook a panel, so that other panels can link to it.

import type { Dashboard, DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { boardUrl, isRunbook, panelUrl, RUNBOOK_ROWS, RUNBOOKS_UID, runbookUrl, type Runbook } from "./addresses.js";
import { newDashboard, textPanel, withSections } from "./panels.js";
import { panelsOf } from "./queries.js";
import { namesIn } from "./runbookLint.js";

const TITLE = /^# .*\n+/;
/** It changes with each drill, and no panel has to be made anew for that. */
const LAST_DRILLED = /\n+Last drilled: .*\n/;
const LINK = /\[([^\]]*)\]\((?:\.\.\/)*([^)]*?(\w+)\.md)\)/g;

/** The dashboard of observability/runbooks; what they name of the other dashboards becomes links to these. */
export function runbooks(boards: readonly Dashboard[]): DashboardBuilder {
  const board = newDashboard("Runbooks", RUNBOOKS_UID, "What to do about an alert: is it real, how bad is it, how to stop it. Made from observability/runbooks.");
  return withSections(board, RUNBOOK_ROWS.map(({ title, runbooks: books }) => ({ title, panels: books.map((book) => runbookPanel(book, boards)) })));
}

function runbookPanel({ alert, text }: Runbook, boards: readonly Dashboard[]) {
  return textPanel({
    title: alert, width: 8, height: 18,
    description: `What to do when ${alert} fires. To read it with nothing beside it: View, in the menu of its title.`,
    text: withLinks(text.replace(TITLE, "").replace(LAST_DRILLED, "\n").replaceAll(/^##/gm, "###").replaceAll(LINK, linkToFile), boards),
  });
}

/** Of the repository's files Grafana has the runbooks; of another one the reader gets its name. */
function linkToFile(_: string, words: string, file: string, name: string): string {
  return isRunbook(name) ? `[${words}](${runbookUrl(name)})` : `\`${file}\``;
}

/** A panel's name stands for the panel of the dashboard that was named last before it. */
function withLinks(text: string, boards: readonly Dashboard[]): string {
  let board: Dashboard | undefined;
  let linked = "";
  let end = 0;
  for (const { name, from, to } of namesIn(text)) {
    const named = boards.find(({ title }) => title === name);
    board = named ?? board;
    const url = named ? boardUrl(named.uid ?? "") : board && urlOf(board, name);
    linked += text.slice(end, from) + (url ? `[${name}](${url})` : text.slice(from, to));
    end = to;
  }
  return linked + text.slice(end);
}

function urlOf(board: Dashboard, panel: string): string | undefined {
  const id = panelsOf(board).find(({ title }) => title === panel)?.id;
  return id === undefined ? undefined : panelUrl(board.uid ?? "", id);
}
