// Checks the dashboards: linted, and the committed files are the generated ones. With `--prometheus URL` also that every panel has data.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DASHBOARDS, FOLDER, toJson } from "./dashboards.js";
import { faults } from "./lint.js";
import { emptyQueries } from "./live.js";
import { filledIn } from "./queries.js";

const { values } = parseArgs({ options: { prometheus: { type: "string" } } });
const dashboards = Object.entries(DASHBOARDS);
const queries = dashboards.flatMap(([file, dashboard]) => filledIn(file, dashboard));

const found = [...dashboards.flatMap(([file, dashboard]) => faults(file, dashboard)), ...staleFiles()];
if (values.prometheus) found.push(...(await emptyQueries(values.prometheus.replace(/\/+$/, ""), queries)));

for (const fault of found) console.error(fault);
const where = values.prometheus ? `all answered with data by ${values.prometheus}` : "none run: no --prometheus given";
console.log(found.length > 0 ? `${found.length} faults` : `${dashboards.length} dashboards are well; ${queries.length} queries, ${where}`);
process.exitCode = found.length > 0 ? 1 : 0;

function staleFiles(): string[] {
  const stale = dashboards.filter(([file, dashboard]) => !existsSync(FOLDER + file) || readFileSync(FOLDER + file, "utf8") !== toJson(dashboard));
  const strangers = readdirSync(FOLDER).filter((file) => !(file in DASHBOARDS));
  return [...stale.map(([file]) => `${file}: is not what the generator makes: npm run generate`), ...strangers.map((file) => `${file}: no generator makes it`)];
}
