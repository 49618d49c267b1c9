import assert from "node:assert/strict";
import { test } from "node:test";
import { linesPanel, newDashboard } from "./panels.js";
import { runbookFaults } from "./runbookLint.js";

const panel = linesPanel({ title: "Failing calls", description: "A share.", unit: "percentunit", width: 8, queries: [{ expr: "up", legend: "" }] });
const boards = [newDashboard("Service", "service", "A test.").withPanel(panel).build()];

test("a runbook may name dashboards, panels and how urgent it is, and stress what it likes", () => {
  assert.deepEqual(runbookFaults("Down.md", "*Page.* *Service* dashboard, *Failing\ncalls*: **No release**; *dropped* is a series.", boards), []);
});

test("a panel that nobody has is named with its line", () => {
  assert.deepEqual(runbookFaults("Down.md", "# Down\n\n*Failed calls*", boards), ['Down.md:3: there is no dashboard and no panel "Failed calls"']);
});
