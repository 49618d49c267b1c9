// Links must lead somewhere, and from some panel to each runbook: each fault is shown to the lint.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RUNBOOK_ROWS, runbookUrl } from "./addresses.js";
import { linkFaults } from "./linkLint.js";
import { linesPanel, newDashboard, textPanel, withSections } from "./panels.js";
import { runbooks } from "./runbooks.js";

const [alert = ""] = RUNBOOK_ROWS.flatMap(({ runbooks: books }) => books).map(({ alert: name }) => name);
const failures = (linked: string) => linesPanel({ title: "Failures", description: "Of all.", unit: "short", width: 8, runbooks: [linked], queries: [{ expr: "up", legend: "" }] });
const boardWith = (...panels: ReturnType<typeof failures | typeof textPanel>[]) => withSections(newDashboard("Shop", "shop", "A test."), [{ title: "Well?", panels }]).build();
const saying = (text: string) => textPanel({ title: "Down", description: "What to do.", text, width: 8, height: 8 });
const books = runbooks([]).build();

test("each runbook's panel is where links to it lead", () => {
  for (const { title, id } of (books.panels ?? []).filter(({ type }) => type !== "row")) assert.equal(runbookUrl(title ?? ""), `/d/shop-runbooks?viewPanel=${id}`);
});

test("links to runbooks and to panels that exist are fine", () => {
  const board = boardWith(failures(alert), saying("See [failures](/d/shop?viewPanel=2) of the [shop](/d/shop)."));
  assert.deepEqual(linkFaults({ "shop.json": board, "shop-runbooks.json": books }, [alert]), []);
});

test("a link to a runbook that nobody wrote is named with its panel", () => {
  assert.deepEqual(linkFaults({ "shop.json": boardWith(failures("Donw")), "shop-runbooks.json": books }, []), [
    "shop.json: Failures: links to /d/shop-runbooks?viewPanel=0, and there is no such dashboard or panel",
  ]);
});

test("a link in a text that leads nowhere is named with its panel", () => {
  const board = boardWith(saying("[Failures](/d/shop?viewPanel=3), [the shop](/d/shpo)"));
  assert.deepEqual(linkFaults({ "shop.json": board }, []), [
    "shop.json: Down: links to /d/shop?viewPanel=3, and there is no such dashboard or panel",
    "shop.json: Down: links to /d/shpo, and there is no such dashboard or panel",
  ]);
});

test("an alert is named whose runbook only other runbooks link to", () => {
  assert.deepEqual(linkFaults({ "shop-runbooks.json": books }, ["ServiceDown"]), ["ServiceDown: no panel links to its runbook"]);
});

test("a runbook's names of panels become links, to the dashboard named last", () => {
  const shop = withSections(newDashboard("Shop overview", "shop-overview", "A test."), [{ title: "Well?", panels: [failures(alert).title("Parts up")] }]).build();
  const text = JSON.stringify(runbooks([shop]).build().panels);
  assert.match(text, /\[Shop overview\]\(\/d\/shop-overview\), \[Parts up\]\(\/d\/shop-overview\?viewPanel=2\)/);
});
