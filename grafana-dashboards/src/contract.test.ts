// The contract must bite: each fault is shown to it, beside series that are as declared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bucketsOf, emittedSeries, seriesOfOthers } from "./catalogue.js";
import { differences, loadLabels, missing, otherTypes, type Labels } from "./contract.js";

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

test("what a part around the services tells no more is named", () => {
  const told = new Set(seriesOfOthers());
  assert.deepEqual(missing(told), []);
  told.delete("haproxy_backend_current_queue");
  assert.deepEqual(missing(told), ["haproxy_backend_current_queue is in observability/metrics.yaml, and no part tells it"]);
});

test("a metric of another type is named, be it told without the end of a counter's name", () => {
  const told = (metric: string, type: string) => [{ target: { job: "shop" }, metric, type }];
  assert.deepEqual(otherTypes([...told("orders_placed", "counter"), ...told("discovery_instances", "gauge"), ...told(DURATIONS, "histogram")]), []);
  assert.deepEqual(otherTypes(told("orders_placed", "gauge")), ["orders_placed_total is told as a gauge; in observability/metrics.yaml it is a counter"]);
  assert.deepEqual(otherTypes(told(DURATIONS, "summary")), [`${DURATIONS} is told as a summary; in observability/metrics.yaml it is a histogram`]);
});

test("only what the shop's services tell is of the types declared for them", () => {
  assert.deepEqual(otherTypes([{ target: { job: "zipkin" }, metric: DURATIONS, type: "summary" }]), []);
});

test("a label of a load test's that would have too many values is named", () => {
  const requests = { __name__: "k6_http_reqs_total", name: "GET /products", status: "200" };
  assert.deepEqual(loadLabels([requests, { __name__: "k6_data_sent_total", group: "" }]), []);
  assert.deepEqual(loadLabels([requests, { ...requests, url: "http://localhost:8080/products?limit=5" }]), [
    "k6 tells k6_http_reqs_total with a label url, which is not in observability/metrics.yaml",
  ]);
});
