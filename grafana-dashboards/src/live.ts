// Runs every panel's queries against a Prometheus that watches a running shop: no panel may stay empty.

import type { PanelQuery } from "./queries.js";

const LOOK_BACK_SECONDS = 900;
const STEP_SECONDS = 5;

interface RangeAnswer {
  status: "success" | "error";
  error?: string;
  data?: { result: { values: [time: number, value: string][] }[] };
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
  const response = await fetch(`${prometheus}/api/v1/query_range`, { method: "POST", body: new URLSearchParams(range), signal: AbortSignal.timeout(10_000) });
  const { status, error, data } = (await response.json()) as RangeAnswer;
  if (status !== "success") return error ?? `Prometheus answered ${response.status}`;
  const hasNumber = data?.result.some(({ values }) => values.some(([, value]) => value !== "NaN"));
  return hasNumber ? undefined : "no data";
}
