// What a broken table is told, and what becomes of a good one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { staleFiles } from "./generated.js";
import { rulesOf } from "./rules.js";
import { parseSlos, readSlos, scaled, SlosFault } from "./slos.js";
import { thresholdsOf } from "./thresholds.js";

const TABLE = `period: 30d
least_bad: 10
burn_rates:
  - {factor: 14.4, long: 1h, short: 5m, severity: page}
slos:
  browse:
    service: product
    promise: Everybody can look.
    availability: {objective: 99.9, backends: [product]}
    latency: {objective: 99, within_seconds: 1, routes: [GET /products, 'GET /products/{id}']}
`;

const faultOf = (text: string): string => {
  try {
    parseSlos(text, "slos.yaml");
  } catch (fault) {
    assert(fault instanceof SlosFault);
    return fault.message;
  }
  return "none";
};

const FAULTS: readonly [what: string, from: string, to: string, told: RegExp][] = [
  ["an unknown service", "service: product", "service: produce", /^slos\.yaml:7: slos\.browse\.service: .*"product"/],
  ["an objective over 100", "objective: 99.9", "objective: 100.1", /^slos\.yaml:9: slos\.browse\.availability\.objective: .*100/],
  ["no window", "long: 1h, ", "", /^slos\.yaml:4: burn_rates\.0\.long: /],
  ["a window that is none", "short: 5m", "short: five", /^slos\.yaml:4: burn_rates\.0\.short: .*as 5m/],
  ["windows the wrong way round", "short: 5m", "short: 2h", /^slos\.yaml:4: burn_rates\.0\.short: the short window/],
  ["a misspelt key", "promise:", "promises:", /^slos\.yaml:8: slos\.browse\.promises: Unrecognized/m],
  ["no period", "period: 30d\n", "", /^slos\.yaml:1: period: /],
  ["a route without a method", "GET /products,", "/products,", /^slos\.yaml:10: slos\.browse\.latency\.routes\.0: .*as GET \/orders/],
  ["a time that no bucket ends at", "within_seconds: 1,", "within_seconds: 0.3,", /^slos\.yaml:10: slos\.browse\.latency\.within_seconds: .*0\.25, 0\.5/],
  ["a backend that the edge has not", "[product]", "[products]", /^slos\.yaml:9: slos\.browse\.availability\.backends\.0: expected a backend of the edge, one of .*product/],
  ["nothing promised", TABLE.slice(TABLE.indexOf("    availability")), "", /^slos\.yaml:7: slos\.browse: promises nothing/],
  ["no YAML", "period: 30d", "period: [30d", /^slos\.yaml:\d+: /],
];

for (const [what, from, to, told] of FAULTS) {
  test(`${what} is told with its line`, () => {
    assert(TABLE.includes(from));
    assert.match(faultOf(TABLE.replace(from, to)), told);
  });
}

test("every fault is told, not the first alone", () => {
  assert.equal(faultOf(TABLE.replace("99.9", "0").replace("page", "panic")).split("\n").length, 2);
});

test("rules ask for what the table says", () => {
  const rules = rulesOf(parseSlos(TABLE, "slos.yaml"));
  for (const part of ['proxy=~"product",code="5xx"}[20s]', "vector(0.001)", 'le="1.0"', 'http_route=~"/products|/products/[{]id[}]"', "slo:burn:rate30d", '> 14.4 and slo:burn:rate5m{sli="latency"} > 14.4', 'slo:bad:rate20s{sli="latency"}[1h]) >= 10', "[360s]", "/ 2592000, 1)"]) {
    assert(rules.includes(part), `${part} is not in\n${rules}`);
  }
});

test("thresholds ask for what the table says", () => {
  const thresholds = thresholdsOf(parseSlos(TABLE, "slos.yaml"));
  assert(thresholds.includes('"GET /products/{id}": { percentile: 99, withinMs: 1000 }'), thresholds);
  assert(thresholds.includes("browse: 0.001,"), thresholds);
});

test("files that were made before a threshold was changed are named", () => {
  const slos = readSlos();
  assert.deepEqual(staleFiles(slos), []);
  assert(slos.slos.browse?.latency);
  slos.slos.browse.latency.within_seconds = 0.1;
  assert.deepEqual(
    staleFiles(slos).map((fault) => fault.split(":", 1)[0]),
    ["observability/prometheus/rules/slos.yml", "k6-load-tests/lib/slos.ts"],
  );
});

test("scaled windows are shorter, but never under four scrapes", () => {
  const { period, burn_rates } = scaled(parseSlos(TABLE, "slos.yaml"), 60);
  assert.equal(period, "43200s");
  assert.deepEqual(burn_rates.map(({ long, short }) => [long, short]), [["60s", "20s"]]);
  assert.throws(() => scaled(parseSlos(TABLE, "slos.yaml"), 180), SlosFault);
});

test("in scaled time a budget must burn for a while, as an outage is told of first without", () => {
  assert(!rulesOf(readSlos()).includes("for: "));
  assert(rulesOf(scaled(readSlos(), 120)).includes("for: 30s"));
});
