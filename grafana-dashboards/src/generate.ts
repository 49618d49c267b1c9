// Writes every generated file; or, with `--rules FILE --time-scale N`, only the rules of the SLOs, with windows N times as
// short, for drills.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generated, ROOT } from "./generated.js";
import { rulesOf } from "./rules.js";
import { readSlos, scaled, SlosFault } from "./slos.js";

try {
  const { values } = parseArgs({ options: { rules: { type: "string" }, "time-scale": { type: "string" } } });
  if (values["time-scale"] && !values.rules) throw new SlosFault("--time-scale needs --rules FILE: the files of the repository are not scaled");
  const slos = readSlos();
  // All are made before the first is written.
  const files = values.rules ? new Map([[values.rules, rulesOf(scaled(slos, timeScale(values["time-scale"] ?? "1")))]]) : inRoot(generated(slos));
  for (const [file, text] of files) writeFileSync(file, text);
  console.log(`${files.size} files written`);
} catch (fault) {
  if (!(fault instanceof SlosFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}

function timeScale(text: string): number {
  const times = Number(text);
  if (!(times >= 1)) throw new SlosFault(`--time-scale ${text}: expected a number from 1 on`);
  return times;
}

function inRoot(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([file, text]) => [ROOT + file, text]));
}
