// The checks must bite: each is shown a dashboard with the fault it is there for.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { AnnotationQueryBuilder, type Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { withEvents } from "./events.js";
import { faults } from "./lint.js";
import { emptyQueries } from "./live.js";
import { linesPanel, newDashboard, textPanel, withSections } from "./panels.js";

const about = { title: "Orders", description: "Orders each second.", unit: "ops", width: 8 } as const;

const panelAsking = (expr: string) => linesPanel({ ...about, queries: [{ expr, legend: "" }] });
const board = () => newDashboard("Test", "test", "A test.");

function dashboardAsking(expr: string): Dashboard {
  return withSections(board(), [{ title: "Orders", panels: [panelAsking(expr)] }]).build();
}

function onlyFault(dashboard: Dashboard): string {
  const found = faults("test.json", dashboard);
  assert.equal(found.length, 1, found.join("\n"));
  return found[0] ?? "";
}

test("a declared metric, with its labels and those of its target, is fine", () => {
  const expr = 'sum by (le) (rate(http_server_request_duration_seconds_bucket{instance="order-1",socket="public",le="0.5"}[$__rate_interval]))';
  assert.deepEqual(faults("test.json", dashboardAsking(expr)), []);
});

test("an undeclared metric is named", () => {
  assert.match(onlyFault(dashboardAsking("rate(orders_plaecd_total[30s])")), /orders_plaecd_total is not in/);
});

test("a histogram has no series of its bare name", () => {
  assert.match(onlyFault(dashboardAsking("http_server_request_duration_seconds")), /is not in/);
});

test("an event that asks for an undeclared metric is named", () => {
  const asking = withEvents(board()).annotation(new AnnotationQueryBuilder().name("Sales").expr("sales_total"));
  assert.match(onlyFault(asking.build()), /test\.json: Sales: sales_total is not in/);
});

test("an undeclared label is named", () => {
  assert.match(onlyFault(dashboardAsking('orders_settled_total{outcom="confirmed"}')), /no label outcom/);
});

test("a query that does not parse is shown", () => {
  assert.match(onlyFault(dashboardAsking("sum(up")), /does not parse/);
});

test("an undeclared variable is named, Grafana's own is not", () => {
  assert.match(onlyFault(dashboardAsking('rate(orders_placed_total{instance="$replica"}[$__rate_interval])')), /uses \$replica/);
});

for (const missing of ["title", "description", "unit"] as const) {
  test(`a panel without a ${missing} is a fault`, () => {
    const panel = linesPanel({ ...about, [missing]: "", queries: [{ expr: "up", legend: "" }] });
    assert.match(onlyFault(board().withPanel(panel.id(1)).build()), new RegExp(`has no ${missing}`));
  });
}

test("a panel of text needs no query and no unit, but must say something", () => {
  const saying = (text: string) => board().withPanel(textPanel({ title: "Down", description: "What to do.", text, width: 8, height: 8 }).id(1)).build();
  assert.deepEqual(faults("test.json", saying("Start it.")), []);
  assert.match(onlyFault(saying("")), /Down: says nothing/);
});

for (const [wrong, expected] of [
  [board().uid("tset"), /has the uid "tset"/],
  [board().description(""), /has no description/],
  [board().tags([]), /lacks the tag watertight/],
  [board().links([]), /does not list the dashboards/],
  [board().withPanel(panelAsking("up")), /Orders: has no id/],
  [board().withPanel(panelAsking("up").id(1)).withPanel(panelAsking("up").title("Others").id(1)), /Others: has the id of Orders/],
  [board().withPanel(panelAsking("up").id(1).gridPos({ x: 17, y: 1, w: 8, h: 8 })), /Orders: reaches over the right edge/],
  [board().withPanel(panelAsking("up").id(1).gridPos({ x: 0, y: 0, w: 8, h: 8 })).withPanel(panelAsking("up").title("Others").id(2).gridPos({ x: 7, y: 7, w: 8, h: 8 })), /Others: lies over Orders/],
] as const) {
  test(`of a dashboard it is a fault: ${expected.source}`, () => {
    assert.match(onlyFault(wrong.build()), expected);
  });
}

test("a query without a number is empty, be it no series or NaN; an error is told", async (context) => {
  const answers: Record<string, object> = {
    full: { status: "success", data: { result: [{ values: [[0, "NaN"], [5, "0"]] }] } },
    none: { status: "success", data: { result: [] } },
    nan: { status: "success", data: { result: [{ values: [[0, "NaN"]] }] } },
    wrong: { status: "error", error: "many-to-many matching" },
  };
  const prometheus = createServer((request, response) => {
    const asked = new URL(request.url ?? "", "http://prometheus").searchParams;
    response.end(JSON.stringify(answers[asked.get("query") ?? ""]));
  }).listen(0, "127.0.0.1");
  context.after(() => prometheus.close());
  await once(prometheus, "listening");
  const url = `http://127.0.0.1:${(prometheus.address() as AddressInfo).port}`;
  const found = await emptyQueries(url, Object.keys(answers).map((expr) => ({ place: expr, expr })));
  assert.deepEqual(found, ["none: no data: none", "nan: no data: nan", `wrong: ${url} answered query_range with many-to-many matching: wrong`]);
});
