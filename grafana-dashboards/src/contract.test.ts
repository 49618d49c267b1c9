// The contract must bite: each fault is shown to it, beside series that are as declared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bucketsOf, emittedSeries } from "./catalogue.js";
import { differences, type Labels } from "./contract.js";

const DURATIONS = "http_server_request_duration_seconds";

/** One series of each, and of a histogram all buckets. */
const AS_DECLARED: readonly Labels[] = emittedSeries().flatMap((name): Labels[] => {
  if (!name.endsWith("_bucket")) return [{ __name__: name, job: "shop" }];
  return [...bucketsOf(name.replace("_bucket", "")).map(String), "+Inf"].map((le) => ({ __name__: name, le }));
});

test("what is as declared is fine", () => {
  assert.deepEqual(differences(AS_DECLARED), []);
});

test("a metric that nobody declared is named", () => {
  assert.deepEqual(differences([...AS_DECLARED, { __name__: "orders_lost_total" }]), ["services tell orders_lost_total, which is not in observability/metrics.yaml"]);
});

test("a metric that was removed is named", () => {
  assert.deepEqual(differences(AS_DECLARED.filter(({ __name__ }) => __name__ !== "orders_placed_total")), [
    "orders_placed_total is in observability/metrics.yaml, and no service tells it",
  ]);
});

test("a label that nobody declared is named", () => {
  assert.deepEqual(differences([...AS_DECLARED, { __name__: "orders_placed_total", customer: "ada" }]), [
    "services tell orders_placed_total with a label customer, which is not in observability/metrics.yaml",
  ]);
});

test("a bucket that is missing is named", () => {
  const found = differences(AS_DECLARED.filter(({ __name__, le }) => !(__name__ === `${DURATIONS}_bucket` && le === "0.25")));
  assert.equal(found.length, 1);
  assert.match(found[0] ?? "", /^http_server_request_duration_seconds has the buckets 0\.005, .*0\.1, 0\.5, .*; in .* they are .*0\.25/);
});
