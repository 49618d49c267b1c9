// SLO: are the promises kept, and how fast does the error budget go?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, tablePanel, withSections, type PanelBuilder, type Section } from "./panels.js";
import { burnAlert, burnOver, LEFT, type Sli } from "./rules.js";
import type { BurnRate, Slos } from "./slos.js";

export function slo(slos: Slos): DashboardBuilder {
  const board = newDashboard("SLO", "shop-slo", "Are the promises of observability/slos.yaml kept, and how fast does the error budget go?");
  return withSections(board, [kept(slos), burning(slos.burn_rates[0])]);
}

function kept({ period, burn_rates: rates }: Slos): Section {
  const [{ factor, long }] = rates;
  return {
    title: "Are the promises kept?",
    panels: [
      numberPanel({
        title: "Least error budget left", width: 12, unit: "percentunit", decimals: 1, limits: { warn: 0.5, bad: 0 },
        description: `Of the promise broken most in the last ${period}, time before the first numbers counts as good. Below 0: no risky release until it recovers.`,
        expr: `min(${LEFT})`,
      }),
      numberPanel({
        title: `Fastest burn, ${long}`, width: 12, unit: "short", decimals: 1, limits: { warn: 1, bad: factor },
        description: `How many times as fast as it may an error budget went in the last ${long}: at 1 it lasts ${period}, from ${factor} on somebody is paged.`,
        expr: `max(${burnOver(long)})`,
      }),
      tablePanel({
        title: "Promises", width: 24, unit: "short", height: 13,
        description: `What is left of the error budget of ${period}, and how many times as fast as it may it went. The promises are in observability/slos.yaml.`,
        columns: { slo: "journey", sli: "promise", service: "service", [valueOf(0)]: "budget left", ...Object.fromEntries(rates.map((rate, index) => [valueOf(index + 1), `burn, ${rate.long}`])) },
        queries: [{ expr: ofEach(LEFT), legend: "budget left" }, ...rates.map((rate) => ({ expr: ofEach(burnOver(rate.long)), legend: `burn, ${rate.long}` }))],
        units: { "budget left": "percentunit" },
      }),
    ],
  };
}

/** Without their names, in which they differ, the numbers of one promise come into one line. */
function ofEach(expr: string): string {
  return `max by (slo, sli, service) (${expr})`;
}

/** As Grafana names the value of a table's query. */
function valueOf(query: number): string {
  return `Value #${String.fromCharCode("A".charCodeAt(0) + query)}`;
}

function burning(fastest: BurnRate): Section {
  return {
    title: "What uses them up now?",
    panels: [burnPanel(fastest, "availability", "Burn rate: availability"), burnPanel(fastest, "latency", "Burn rate: latency"), burnPanel(fastest, "settlement", "Burn rate: settlement")],
  };
}

function burnPanel({ factor, long, short }: BurnRate, sli: Sli, title: string): PanelBuilder {
  return linesPanel({
    title, width: 8, unit: "short",
    runbooks: [burnAlert(sli)],
    description: `How many times as fast as it may the error budget goes, over ${short}. From ${factor} on, over ${long} as well, somebody is paged.`,
    queries: [{ expr: burnOver(short, `sli="${sli}"`), legend: "{{slo}}" }],
  });
}
