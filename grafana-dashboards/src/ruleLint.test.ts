// The lint of rules must bite: each check is shown what it is there for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drillFaults, routeFaults, ruleFaults, testFaults } from "./ruleLint.js";

const RULES = `groups:
  - name: replicas
    rules:
      - record: slo:budget:ratio
        expr: vector(0.001)
      - alert: ServiceDown
        expr: up{job="shop"} == 0
        annotations: {runbook_url: observability/runbooks/shop/ServiceDown.md}
`;

const TESTS = `tests:
  - alert_rule_test:
      - {eval_time: 1m, alertname: ServiceDown}
      - {eval_time: 2m, alertname: ServiceDown, exp_alerts: [{exp_labels: {}}]}
`;

test("rules whose metrics are declared and whose alerts have runbooks and tests are fine", () => {
  assert.deepEqual([...ruleFaults("replicas.yml", RULES), ...testFaults([RULES], [TESTS])], []);
});

const BROKEN: readonly [what: string, from: string, to: string, told: RegExp][] = [
  ["a metric that was removed", "up{", "upp{", /^replicas\.yml: ServiceDown: upp is not in observability\/metrics\.yaml$/],
  ["a recorded one that is not declared", "slo:budget:ratio", "slo:budget:share", /^replicas\.yml: slo:budget:share: is not in/],
  ["an alert that was renamed, by its runbook", "alert: ServiceDown", "alert: ServiceGone", /^replicas\.yml: ServiceGone: its runbook_url is .*expected .*\/ServiceGone\.md$/],
  ["a runbook that is not there", "shop/ServiceDown.md", "order/ServiceDown.md", /^replicas\.yml: ServiceDown: .* does not exist$/],
];

for (const [what, from, to, told] of BROKEN) {
  test(`${what} is named`, () => {
    const found = ruleFaults("replicas.yml", RULES.replace(from, to));
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0] ?? "", told);
  });
}

test("an alert that was renamed is named by its tests", () => {
  assert.deepEqual(testFaults([RULES.replace("alert: ServiceDown", "alert: ServiceGone")], [TESTS]), [
    "ServiceGone: no test in observability/prometheus/tests sees it fire",
    "ServiceGone: no test in observability/prometheus/tests sees it silent",
    "ServiceDown: tests ask for it, and no rule makes it",
  ]);
});

test("an alert that was renamed is named by its drill", () => {
  const drill = "- {alert: ServiceDown, cause: kill order}\n";
  assert.deepEqual(drillFaults([RULES], "oncall.yaml", drill), []);
  assert.deepEqual(drillFaults([RULES.replace("alert: ServiceDown", "alert: ServiceGone")], "oncall.yaml", drill), [
    "oncall.yaml: ServiceDown: no rule makes it",
    "oncall.yaml: nothing causes ServiceGone",
  ]);
});

test("an alert that was renamed is named where another one silences it", () => {
  const routes = `route:
  routes:
    - routes:
        - matchers: [alertname !~ ServiceDown]
inhibit_rules:
  - source_matchers: ['alertname =~ ".+Down|Service.+"', 'severity = page']
    target_matchers: ["alertname=ServiceDown", 'alertname =~ "(Service|Edge)Down"']
`;
  assert.deepEqual(routeFaults([RULES], "alertmanager.yml", routes), []);
  assert.deepEqual(routeFaults([RULES.replace("alert: ServiceDown", "alert: ServiceGone")], "alertmanager.yml", routes), [
    "alertmanager.yml: ServiceDown: no rule makes it",
    "alertmanager.yml: .+Down: no rule makes it",
    "alertmanager.yml: (Service|Edge)Down: no rule makes it",
  ]);
});

test("an alert that is never seen silent is named", () => {
  assert.match(testFaults([RULES], [TESTS.replace("      - {eval_time: 1m, alertname: ServiceDown}\n", "")]).join(), /^ServiceDown: no test .* silent$/);
});
