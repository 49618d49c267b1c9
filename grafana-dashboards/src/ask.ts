// Questions to the HTTP API of Prometheus.

const PATIENCE_MS = 10_000;

/** What it answers to a question of `/api/v1`. */
export async function ask<Data>(prometheus: string, path: string, asked: Readonly<Record<string, string>>): Promise<Data> {
  const response = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(asked)}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const { data, error } = (await response.json()) as { data?: Data; error?: string };
  if (data === undefined) throw new Error(`${prometheus} answered ${path} with ${error ?? response.status}`);
  return data;
}
