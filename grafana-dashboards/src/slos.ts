// observability/slos.yaml: what is promised, read and checked. The one place that knows how the table is written.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import * as z from "zod";
import { bucketsOf } from "./catalogue.js";

const FILE = "observability/slos.yaml";
const DURATION = /^[1-9]\d*[smhd]$/;
const ROUTE = /^(GET|POST|PUT|PATCH|DELETE) \/\S*$/;

const objective = z.number().gt(0).lt(100);
const BUCKETS = bucketsOf("http_server_request_duration_seconds");
const inABucket = z.number().refine((seconds) => BUCKETS.includes(seconds), `expected a bucket of the histogram, one of ${BUCKETS.join(", ")}`);
const EDGE = readFileSync(fileURLToPath(new URL("../../deploy/edge/haproxy.cfg", import.meta.url)), "utf8");
const BACKENDS = [...EDGE.matchAll(/^backend (\S+)/gm)].map(([, name]) => name ?? "");
const backend = z.string().refine((name) => BACKENDS.includes(name), `expected a backend of the edge, one of ${BACKENDS.join(", ")}`);
const window = z.string().regex(DURATION, "expected a number and s, m, h or d, as 5m");

const Availability = z.strictObject({ objective, backends: z.array(backend).min(1) });
const Latency = z.strictObject({ objective, within_seconds: inABucket, routes: z.array(z.string().regex(ROUTE, "expected a method and a path, as GET /orders")).min(1) });
const Settlement = z.strictObject({ objective, within_seconds: z.number().gt(0) });

const Slo = z
  .strictObject({
    service: z.enum(["user", "product", "order", "payment"]),
    promise: z.string().min(1),
    availability: Availability.optional(),
    latency: Latency.optional(),
    settlement: Settlement.optional(),
  })
  .refine(({ availability, latency, settlement }) => availability ?? latency ?? settlement, "promises nothing: expected availability, latency or settlement");

const BurnRate = z
  .strictObject({ factor: z.number().gt(0), long: window, short: window, severity: z.enum(["page", "ticket"]) })
  .refine(({ long, short }) => seconds(short) < seconds(long), { path: ["short"], message: "the short window must be shorter than the long one" });

const Table = z.strictObject({
  period: window,
  least_bad: z.int().gt(0),
  burn_rates: z.tuple([BurnRate], BurnRate),
  slos: z.record(z.string().regex(/^[a-z]+$/, "expected small letters"), Slo),
});

/** `for`: how long a budget must burn before anybody is told; left out, no time at all. */
export type Slos = z.infer<typeof Table> & { for?: string };
export type BurnRate = z.infer<typeof BurnRate>;
export type Slo = z.infer<typeof Slo>;

/** A table that is not one; each fault with file and line. */
export class SlosFault extends Error {}

/** The table in `text`, which came from `file`; a {@link SlosFault} that names every fault. */
export function parseSlos(text: string, file: string): Slos {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number, message: string) => `${file}:${lines.linePos(offset).line}: ${message}`;
  if (document.errors.length > 0) throw new SlosFault(document.errors.map(({ pos, message }) => at(pos[0], message.split("\n", 1)[0] ?? "")).join("\n"));
  const table = Table.safeParse(document.toJS());
  if (table.success) return table.data;
  throw new SlosFault(table.error.issues.map((issue) => at(offsetOf(document, placeOf(issue)), `${placeOf(issue).join(".")}: ${issue.message}`)).join("\n"));
}

/** Of keys that do not belong there, the first. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** The table of the repository. */
export function readSlos(): Slos {
  return parseSlos(readFileSync(fileURLToPath(new URL(`../../${FILE}`, import.meta.url)), "utf8"), FILE);
}

/** Where in the text the value at `path` is, or what is nearest around it when it is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** How long a window is, as `5m`. */
export function seconds(window: string): number {
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
  return Number(window.slice(0, -1)) * (units[window.slice(-1)] ?? Number.NaN);
}

/** The share that may be bad, as short as it can be written: of 99.9 it is 0.001, not 0.0009999999999999432. */
export function budgetOf(objective: number): number {
  return Number((1 - objective / 100).toPrecision(6));
}

/**
 * The table with all of its windows so many times as short, but for four scrapes at the least; for drills, which cannot wait for days.
 * An outage is told of by what is down before its budget has burnt for long enough, as it is by the table as it stands.
 * A {@link SlosFault} when a short window would be as long as its long one then.
 */
export function scaled(slos: Slos, times: number): Slos {
  const shorter = (window: string) => `${Math.max(LEAST_SECONDS, Math.round(seconds(window) / times))}s`;
  const quicker = (rate: BurnRate) => ({ ...rate, long: shorter(rate.long), short: shorter(rate.short) });
  const [fastest, ...others] = slos.burn_rates;
  const quick = { ...slos, for: OUTAGE_IS_TOLD, period: shorter(slos.period), burn_rates: [quicker(fastest), ...others.map(quicker)] as Slos["burn_rates"] };
  if (quick.burn_rates.some(({ long, short }) => seconds(short) >= seconds(long))) throw new SlosFault(`${times} times as short is too short for the shortest windows`);
  return quick;
}

/** An outage burns 14.4 times a budget of 0.1 % over an hour in 52 s. */
const OUTAGE_IS_TOLD = "30s";

/** Four scrapes of five seconds: over fewer a rate is a matter of luck. */
const LEAST_SECONDS = 20;
