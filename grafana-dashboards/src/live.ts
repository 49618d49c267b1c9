// Runs every panel's queries against a Prometheus that watches a running shop: no panel may stay empty.

import { ask } from "./ask.js";
import type { PanelQuery } from "./queries.js";

const LOOK_BACK_SECONDS = 900;
const STEP_SECONDS = 5;

interface Range {
  result: { values: [time: number, value: string][] }[];
}

/** One line for each query that fails or has not one number in the last quarter of an hour. */
export async function emptyQueries(prometheus: string, queries: readonly PanelQuery[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { place, expr } of queries) {
    const fault = await faultOf(prometheus, expr);
    if (fault) faults.push(`${place}: ${fault}: ${expr}`);
  }
  return faults;
}

async function faultOf(prometheus: string, query: string): Promise<string | undefined> {
  const end = Date.now() / 1000;
  const range = { query, start: String(end - LOOK_BACK_SECONDS), end: String(end), step: String(STEP_SECONDS) };
  try {
    const { result } = await ask<Range>(prometheus, "query_range", range);
    return result.some(({ values }) => values.some(([, value]) => value !== "NaN")) ? undefined : "no data";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
