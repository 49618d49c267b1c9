// Checks what Grafana and Prometheus load, and the runbooks: linted, and the committed files are the generated ones. With `--prometheus URL`
// also that every panel has data, and that metrics.yaml is what is told; with `--zipkin URL`, too, that exemplars lead to traces.

import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { contractFaults } from "./contract.js";
import { dashboards } from "./dashboards.js";
import { exemplarFaults } from "./exemplars.js";
import { ROOT, staleFiles } from "./generated.js";
import { linkFaults } from "./linkLint.js";
import { faults } from "./lint.js";
import { emptyQueries } from "./live.js";
import { filledIn } from "./queries.js";
import { alertsOf, drillFaults, routeFaults, ruleFaults, testFaults } from "./ruleLint.js";
import { causeFaults, runbookFaults } from "./runbookLint.js";
import { readSlos, SlosFault, type Slos } from "./slos.js";

const RULES = "observability/prometheus/rules/";
const RUNBOOKS = "observability/runbooks/";
const DRILL = "drills/oncall.yaml";
const ROUTES = "observability/alertmanager/alertmanager.yml";
const TESTS = "observability/prometheus/tests/";

try {
  const { values } = parseArgs({ options: { prometheus: { type: "string" }, zipkin: { type: "string" } } });
  await check(readSlos(), values.prometheus?.replace(/\/+$/, ""), values.zipkin?.replace(/\/+$/, ""));
} catch (fault) {
  if (!(fault instanceof SlosFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}

async function check(slos: Slos, prometheus?: string, zipkin?: string): Promise<void> {
  const byFile = dashboards(slos);
  const boards = Object.entries(byFile);
  const queries = boards.flatMap(([file, dashboard]) => filledIn(file, dashboard));
  const rules = textsOf(RULES);
  const drill = readFileSync(ROOT + DRILL, "utf8");
  const found = [
    ...boards.flatMap(([file, dashboard]) => faults(file, dashboard)),
    ...[...rules].flatMap(([file, text]) => ruleFaults(file, text)),
    ...drillFaults([...rules.values()], DRILL, drill),
    ...routeFaults([...rules.values()], ROUTES, readFileSync(ROOT + ROUTES, "utf8")),
    ...testFaults([...rules.values()], [...textsOf(TESTS).values()]),
    ...[...textsOf(RUNBOOKS)].flatMap(([file, text]) => [...runbookFaults(file, text, boards.map(([, board]) => board)), ...causeFaults(file, text, drill)]),
    ...linkFaults(byFile, alertsOf([...rules.values()])),
    ...staleFiles(slos),
    ...(prometheus ? await emptyQueries(prometheus, queries) : []),
    ...(prometheus ? await contractFaults(prometheus) : []),
    ...(prometheus && zipkin ? await exemplarFaults(prometheus, zipkin) : []),
  ];
  for (const fault of found) console.error(fault);
  const where = prometheus ? `all answered with data by ${prometheus}` : "none run: no --prometheus given";
  console.log(found.length > 0 ? `${found.length} faults` : `${boards.length} dashboards are well; ${queries.length} queries, ${where}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

function textsOf(folder: string): Map<string, string> {
  const files = readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.(ya?ml|md)$/.test(file));
  return new Map(files.map((file) => [folder + file, readFileSync(ROOT + folder + file, "utf8")]));
}
