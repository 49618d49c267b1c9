// What rules must have: metrics that are declared, and for each alert a runbook and tests in which it fires and in which it is silent.

import { existsSync } from "node:fs";
import { parse } from "yaml";
import { labelsOf } from "./catalogue.js";
import { ROOT } from "./generated.js";
import { queryFaults } from "./lint.js";

interface RulesFile {
  groups: { rules: Rule[] }[];
}

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  annotations?: { runbook_url?: string };
}

interface TestsFile {
  tests: { alert_rule_test?: { alertname: string; exp_alerts?: object[] }[] }[];
}

interface RoutesFile {
  route: Route;
  inhibit_rules?: { source_matchers?: string[]; target_matchers?: string[] }[];
}

interface Route {
  matchers?: string[];
  routes?: Route[];
}

/** In a matcher of Alertmanager's: `alertname =~ "one|another"`, with quotes or without. */
const ALERT_NAMES = /^\s*alertname\s*(?:=~?|!=|!~)\s*"?([^"]+?)"?\s*$/;

/** Everything wrong with a file of rules, one line each. */
export function ruleFaults(file: string, text: string): string[] {
  return rulesOf(text).flatMap((rule) => faultsOf(rule).map((fault) => `${file}: ${rule.alert ?? rule.record}: ${fault}`));
}

/** Alerts that no test sees fire, or none sees silent; and those that tests ask for and no rule makes. */
export function testFaults(rules: readonly string[], tests: readonly string[]): string[] {
  const alerts = alertsOf(rules);
  const asked = tests.flatMap((text) => (parse(text) as TestsFile).tests).flatMap(({ alert_rule_test }) => alert_rule_test ?? []);
  const firing = new Set(asked.filter(({ exp_alerts }) => exp_alerts?.length).map(({ alertname }) => alertname));
  const silent = new Set(asked.filter(({ exp_alerts }) => !exp_alerts?.length).map(({ alertname }) => alertname));
  return [
    ...[...alerts].filter((alert) => !firing.has(alert)).map((alert) => `${alert}: no test in observability/prometheus/tests sees it fire`),
    ...[...alerts].filter((alert) => !silent.has(alert)).map((alert) => `${alert}: no test in observability/prometheus/tests sees it silent`),
    ...[...new Set([...firing, ...silent])].filter((alert) => !alerts.has(alert)).map((alert) => `${alert}: tests ask for it, and no rule makes it`),
  ];
}

/** Alerts that the on-call drill causes and no rule makes, and those that it does not cause. */
export function drillFaults(rules: readonly string[], file: string, text: string): string[] {
  const alerts = alertsOf(rules);
  const caused = new Set((parse(text) as { alert: string }[]).map(({ alert }) => alert));
  return [
    ...[...caused].filter((alert) => !alerts.has(alert)).map((alert) => `${file}: ${alert}: no rule makes it`),
    ...[...alerts].filter((alert) => !caused.has(alert)).map((alert) => `${file}: nothing causes ${alert}`),
  ];
}

/** Alerts that Alertmanager's routes or inhibitions name, by themselves or by a pattern, and no rule makes. */
export function routeFaults(rules: readonly string[], file: string, text: string): string[] {
  const alerts = [...alertsOf(rules)];
  const { route, inhibit_rules } = parse(text) as RoutesFile;
  const matchers = [...matchersOf(route), ...(inhibit_rules ?? []).flatMap((rule) => [...(rule.source_matchers ?? []), ...(rule.target_matchers ?? [])])];
  const named = matchers.flatMap((matcher) => namesIn(ALERT_NAMES.exec(matcher)?.[1] ?? ""));
  return [...new Set(named)].filter((name) => !alerts.some((alert) => new RegExp(`^${name}$`).test(alert))).map((name) => `${file}: ${name}: no rule makes it`);
}

/** Each way that a pattern leaves open; what is in parentheses is one pattern. */
function namesIn(pattern: string): string[] {
  return pattern === "" || pattern.includes("(") ? [pattern].filter(Boolean) : pattern.split("|");
}

function matchersOf({ matchers, routes }: Route): string[] {
  return [...(matchers ?? []), ...(routes ?? []).flatMap(matchersOf)];
}

/** The names of all alerts that rules make. */
export function alertsOf(rules: readonly string[]): Set<string> {
  return new Set(rules.flatMap(rulesOf).flatMap(({ alert }) => alert ?? []));
}

function rulesOf(text: string): Rule[] {
  return (parse(text) as RulesFile).groups.flatMap(({ rules }) => rules);
}

function faultsOf({ record, alert, expr, annotations }: Rule): string[] {
  return [
    ...queryFaults(expr),
    ...(record !== undefined && !labelsOf(record) ? ["is not in observability/metrics.yaml"] : []),
    ...(alert === undefined ? [] : runbookFaults(alert, annotations?.runbook_url ?? "")),
  ];
}

function runbookFaults(alert: string, url: string): string[] {
  if (!url.endsWith(`/${alert}.md`)) return [`its runbook_url is "${url}": expected observability/runbooks/<service>/${alert}.md`];
  return existsSync(ROOT + url) ? [] : [`${url} does not exist`];
}
