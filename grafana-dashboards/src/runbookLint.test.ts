import assert from "node:assert/strict";
import { test } from "node:test";
import { linesPanel, newDashboard } from "./panels.js";
import { causeFaults, runbookFaults } from "./runbookLint.js";

const panel = linesPanel({ title: "Failing calls", description: "A share.", unit: "percentunit", width: 8, queries: [{ expr: "up", legend: "" }] });
const boards = [newDashboard("Service", "service", "A test.").withPanel(panel).build()];

test("a runbook may name dashboards, panels and how urgent it is, and stress what it likes", () => {
  assert.deepEqual(runbookFaults("Down.md", "*Page.* *Service* dashboard, *Failing\ncalls*: **No release**; *dropped* is a series.", boards), []);
});

test("a panel that nobody has is named with its line", () => {
  assert.deepEqual(runbookFaults("Down.md", "# Down\n\n*Failed calls*", boards), ['Down.md:3: there is no dashboard and no panel "Failed calls"']);
});

test("a runbook that tells of another cause than the drill's is named", () => {
  const drill = "- {alert: Down, cause: fault kill order --once}\n- {alert: Down, cause: fault pause order}\n- {alert: Slow, cause: fault slow order}\n";
  const text = "# Down\n\n./watertight fault kill order\n\n## How to cause it\n\n./watertight fault pause order\n";
  assert.deepEqual(causeFaults("order/Down.md", text, drill), []);
  assert.deepEqual(causeFaults("order/Down.md", text.replace("pause", "slow"), drill), ["order/Down.md: does not tell how the on-call drill causes it: fault kill order --once or fault pause order"]);
  assert.deepEqual(causeFaults("order/Up.md", text, drill), ["order/Up.md: does not tell how the on-call drill causes it: it does not"]);
});
