// One trial of `./watertight experiment scaling`: a service at one rate, the other three under a small steady load. Two
// k6 do it at once, one loads the service and one watches the others (SCALING_ROLE), as each has cores of its own.
//
// An open model, as in workloads/shop.ts. Everything a trial needs was made before (SCALING_DATA), so that no log-in and no
// order of a setup takes from the quota that is measured. What came of it goes to SCALING_RESULT, as raw numbers: whoever
// started the trial judges it.

import { check, randomSeed } from "k6";
import exec from "k6/execution";
import type { Options, Scenario } from "k6/options";
import { anyOf, SEARCH_PREFIXES } from "../lib/data.ts";
import {
  account,
  bearer,
  get,
  listOrders,
  listProducts,
  login,
  paymentsOf,
  product,
  readOrder,
  searchProducts,
  type Credentials,
} from "../lib/shop.ts";
import { LATENCY } from "../lib/slos.ts";
import { thresholdsFor, type Journey, type Route } from "../lib/thresholds.ts";

type Service = "user" | "product" | "order" | "payment";
type Role = "load" | "watch";

interface Data {
  accounts: Credentials[];
  customers: { token: string; orderIds: string[] }[];
  productIds: string[];
}

interface Request {
  /** The function that sends it. */
  exec: string;
  journey: Journey;
  route: Route;
}

// What each service is loaded with, and what it is watched by while another one is. Computing: a log-in is one Argon2id
// hash and two short queries. Query-heavy: a page of products or orders, or a payment with its refunds, is what a service
// asks its database for and little else.
const LOADED: Record<Service, Request> = {
  user: { exec: "logIn", journey: "login", route: "POST /sessions" },
  product: { exec: "list", journey: "browse", route: "GET /products" },
  order: { exec: "lookBack", journey: "history", route: "GET /orders" },
  payment: { exec: "lookAtPayment", journey: "payments", route: "GET /payments" },
};
const WATCHED: Record<Service, Request> = {
  user: { exec: "lookAtProfile", journey: "profile", route: "GET /users/me" },
  product: { exec: "lookAtProduct", journey: "browse", route: "GET /products/{id}" },
  order: { exec: "lookAtOrder", journey: "order", route: "GET /orders/{id}" },
  payment: { exec: "lookAtPayment", journey: "payments", route: "GET /payments" },
};
const SERVICES = Object.keys(LOADED) as Service[];

const ROLE = oneOf<Role>(["load", "watch"], "SCALING_ROLE");
const SERVICE = oneOf(SERVICES, "SCALING_SERVICE");
const OTHERS = SERVICES.filter((service) => service !== SERVICE);
const RATE = number("SCALING_RATE");
const OTHERS_RATE = number("SCALING_OTHERS_RATE");
const WARM_UP_SECONDS = number("SCALING_WARM_UP");
const SECONDS = number("SCALING_SECONDS");
const WITHIN_MS = LATENCY[LOADED[SERVICE].route].withinMs;
// Other choices for each virtual user, the same ones when the trial is repeated.
randomSeed(Number(setting("SCALING_SEED")) * 1000 + __VU);
const data = JSON.parse(open(setting("SCALING_DATA"))) as Data;

const SCENARIOS: Record<Role, Record<string, Scenario>> = {
  load: {
    warmup: arrivals(LOADED[SERVICE].exec, RATE, WITHIN_MS, 0, WARM_UP_SECONDS),
    [LOADED[SERVICE].journey]: arrivals(LOADED[SERVICE].exec, RATE, WITHIN_MS, WARM_UP_SECONDS, SECONDS),
    opens: mark(WARM_UP_SECONDS),
    closes: mark(WARM_UP_SECONDS + SECONDS),
    // What k6 used is read when it has said so: until then it must be there.
    outlasts: mark(WARM_UP_SECONDS + SECONDS + 1),
  },
  watch: {
    ...Object.fromEntries(
      OTHERS.map((other) => [WATCHED[other].journey, arrivals(WATCHED[other].exec, OTHERS_RATE, 1000, WARM_UP_SECONDS, SECONDS)]),
    ),
    // What this one used is read when the other one says so.
    outlasts: mark(WARM_UP_SECONDS + SECONDS + 3),
  },
};

export const options: Options = {
  scenarios: SCENARIOS[ROLE],
  // They are judged elsewhere; without them k6 keeps no numbers of a single scenario.
  thresholds: thresholdsFor(ROLE === "load" ? [LOADED[SERVICE].journey] : OTHERS.map((other) => WATCHED[other].journey)),
  summaryTrendStats: ["med", "p(99)", "max"],
};

export function logIn(): void {
  login(anyOf(data.accounts));
}

export function list(): void {
  const prefix = Math.random() < 0.5 ? undefined : anyOf(SEARCH_PREFIXES);
  if (!inFull()) answers200("GET /products", prefix === undefined ? "/products?limit=20" : `/products?q=${prefix}`);
  else if (prefix === undefined) listProducts(20);
  else searchProducts(prefix);
}

export function lookBack(): void {
  const { token } = anyOf(data.customers);
  if (!inFull()) return answers200("GET /orders", "/orders", bearer(token));
  check(listOrders(token), { "GET /orders has as many as a page holds": (page) => page?.items.length === 20 });
}

/** To look at each product of a long page costs k6 more than it costs the shop to send it: one answer in ten is enough. */
function inFull(): boolean {
  return Math.random() < 0.1;
}

function answers200(route: string, path: string, headers?: Record<string, string>): void {
  check(get(route, path, headers), { [`${route} answers 200`]: ({ status }) => status === 200 });
}

export function lookAtPayment(): void {
  const { token, orderIds } = anyOf(data.customers);
  check(paymentsOf(token, anyOf(orderIds)), { "GET /payments has the payment of the order": (payments) => payments?.length === 1 });
}

export function lookAtProfile(): void {
  account(anyOf(data.customers).token);
}

export function lookAtProduct(): void {
  product(anyOf(data.productIds));
}

export function lookAtOrder(): void {
  const { token, orderIds } = anyOf(data.customers);
  readOrder(token, anyOf(orderIds));
}

/** Says when the measured time begins and ends: what processes used meanwhile is read outside. */
export function say(): void {
  console.log(exec.scenario.name);
}

interface Summary {
  metrics: Record<string, { values: Record<string, number> } | undefined>;
}

export function handleSummary(summary: Summary): Record<string, string> {
  const asked = ROLE === "load" ? { [SERVICE]: LOADED[SERVICE] } : Object.fromEntries(OTHERS.map((other) => [other, WATCHED[other]]));
  const requests = Object.fromEntries(Object.entries(asked).map(([service, request]) => [service, seen(summary, request)]));
  return { [setting("SCALING_RESULT")]: JSON.stringify({ withinMs: WITHIN_MS, requests }) };
}

function seen({ metrics }: Summary, { journey, route }: Request): object {
  const values = (metric: string): Record<string, number> => metrics[metric]?.values ?? {};
  const times = values(`http_req_duration{scenario:${journey},name:${route}}`);
  const failed = values(`http_req_failed{scenario:${journey}}`);
  return {
    requests: (failed.passes ?? 0) + (failed.fails ?? 0),
    failedChecks: values(`checks{scenario:${journey}}`).fails ?? 0,
    dropped: values(`dropped_iterations{scenario:${journey}}`).count ?? 0,
    medianMs: times.med ?? 0,
    p99Ms: times["p(99)"] ?? 0,
    maxMs: times.max ?? 0,
  };
}

/** By Little's law there are enough virtual users while requests take no longer than they may, and some more. */
function arrivals(exec: string, rate: number, withinMs: number, startSeconds: number, seconds: number): Scenario {
  return {
    executor: "constant-arrival-rate",
    exec,
    // Ten seconds to count in, so that a slow service can be asked for 2.3 requests a second.
    rate: Math.round(rate * 10),
    timeUnit: "10s",
    startTime: `${startSeconds}s`,
    duration: `${seconds}s`,
    gracefulStop: "3s",
    preAllocatedVUs: Math.ceil((rate * withinMs * 1.2) / 1000) + 4,
  };
}

function mark(startSeconds: number): Scenario {
  return { executor: "shared-iterations", exec: "say", vus: 1, iterations: 1, startTime: `${startSeconds}s` };
}

function setting(name: string): string {
  const value = __ENV[name];
  if (value === undefined) throw new Error(`${name} is not set: ./watertight experiment scaling runs this`);
  return value;
}

function number(name: string): number {
  const value = Number(setting(name));
  if (value > 0) return value;
  throw new Error(`${name} is a number above 0, not "${setting(name)}"`);
}

function oneOf<Word extends string>(words: readonly Word[], name: string): Word {
  const found = words.find((word) => word === setting(name));
  if (found) return found;
  throw new Error(`${name} is one of ${words.join(", ")}, not "${setting(name)}"`);
}
