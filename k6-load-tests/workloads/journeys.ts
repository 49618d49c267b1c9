// Every journey at a steady rate of its own, each a scenario: who breaks something sees here which customers notice.
//
// What a customer sees is one of: `answered`, `pending` (an order taken, to be settled later), `refused 503` and its like
// (a proper problem that says so), `wrong` (anything else that came back), `silent` (nothing came back). It goes into the
// metric `journey_duration` as its tag `seen`.

import { Rate, Trend } from "k6/metrics";
import type { Options, Scenario } from "k6/options";
import { anyOf, basket } from "../lib/data.ts";
import { placeAndFollow } from "../lib/orders.ts";
import { loggedIn, shopWith, type Customer } from "../lib/setup.ts";
import { bearer, EDGE_URL, get, json, post, type Answer } from "../lib/shop.ts";
import { isAccount, isOrder, isOrderPage, isPaymentPage, isProduct, isSession, type Guard } from "../lib/wire.ts";

/** Started each second: few enough that two cores are not what is measured. */
const RATES: Readonly<Record<string, number>> = { login: 1, browse: 5, profile: 3, order: 2, history: 3, payments: 3 };
const DURATION = __ENV.SHOP_DURATION ?? "30s";
const CUSTOMERS = 4;
/** The edge answers within 2.7 s, whatever is broken behind it. */
const LONGEST_SECONDS = 4;

const durations = new Trend("journey_duration", true);
const answered = new Rate("journey_answered");

export const options: Options = {
  scenarios: Object.fromEntries(Object.entries(RATES).map(([name, rate]) => [name, arrivals(name, rate)])),
  thresholds: Object.fromEntries(
    Object.keys(RATES).flatMap((name) => [
      [`journey_answered{scenario:${name}}`, ["rate==1"]],
      [`journey_duration{scenario:${name}}`, ["p(99)<1000"]],
      [`dropped_iterations{scenario:${name}}`, ["count==0"]],
    ]),
  ),
  summaryTrendStats: ["min", "med", "p(99)", "max"],
};

interface Regulars {
  productIds: string[];
  customers: (Customer & { orderId: string })[];
}

/** Each of them has ordered before: an empty page would be a wrong answer to them. */
export function setup(): Regulars {
  const { productIds, customers } = shopWith(CUSTOMERS);
  return { productIds, customers: customers.map((customer) => ({ ...customer, orderId: confirmedOrder(customer, productIds) })) };
}

function confirmedOrder({ token }: Customer, productIds: readonly string[]): string {
  const order = placeAndFollow(token, basket(productIds, "tok_approve"));
  if (order?.status !== "confirmed") throw new Error(`no order is confirmed at ${EDGE_URL}: ${order?.status ?? "the line above says why"}`);
  return order.id;
}

export function login({ customers }: Regulars): void {
  const { email, password } = anyOf(customers).credentials;
  see(() => post("POST /sessions", "/sessions", { email, password }), isSession);
}

export function browse({ productIds }: Regulars): void {
  see(() => get("GET /products/{id}", `/products/${anyOf(productIds)}`), isProduct);
}

export function profile({ customers }: Regulars): void {
  see(() => get("GET /users/me", "/users/me", bearer(tokenOf(anyOf(customers)))), isAccount);
}

export function order({ productIds, customers }: Regulars): void {
  const headers = { ...bearer(tokenOf(anyOf(customers))), "Idempotency-Key": crypto.randomUUID() };
  see(() => post("POST /orders", "/orders", basket(productIds, "tok_approve"), headers), isTaken);
}

export function history({ customers }: Regulars): void {
  see(() => get("GET /orders", "/orders?limit=5", bearer(tokenOf(anyOf(customers)))), isHistory);
}

export function payments({ customers }: Regulars): void {
  const customer = anyOf(customers);
  see(() => get("GET /payments", `/payments?orderId=${customer.orderId}`, bearer(tokenOf(customer))), isOnePayment);
}

/** Some drills take longer than a token lives. */
function tokenOf(customer: Customer): string {
  if (Date.now() >= customer.renewAt) Object.assign(customer, loggedIn(customer.credentials));
  return customer.token;
}

const isHistory: Guard<unknown> = (value): value is unknown => isOrderPage(value) && value.items.length > 0;
const isOnePayment: Guard<unknown> = (value): value is unknown => isPaymentPage(value) && value.items.length === 1;

/** The card is good and the shelves are full: an order that is rejected is no answer here. */
const isTaken: Guard<unknown> = (value): value is unknown => isOrder(value) && ["confirmed", "pending"].includes(value.status);

function see(ask: () => Answer, isRight: Guard<unknown>): void {
  const started = Date.now();
  const seen = look(ask(), isRight);
  durations.add(Date.now() - started, { seen });
  answered.add(seen === "answered");
}

function look(answer: Answer, isRight: Guard<unknown>): string {
  if (answer.status === 0) return "silent";
  const body = json(answer.body);
  if (answer.status < 300 && isRight(body)) return answer.status === 202 ? "pending" : "answered";
  return isRefusal(answer, body) ? `refused ${answer.status}` : "wrong";
}

/** A problem that says when to come again, where that is known. */
function isRefusal({ status, headers }: Answer, body: unknown): boolean {
  const isProblem = headers["Content-Type"]?.startsWith("application/problem+json") === true && hasStatus(body, status);
  return isProblem && status >= 429 && status !== 500 && (status !== 503 || headers["Retry-After"] !== undefined);
}

function hasStatus(body: unknown, status: number): boolean {
  return typeof body === "object" && body !== null && (body as { status?: unknown }).status === status;
}

function arrivals(name: string, rate: number): Scenario {
  const most = rate * LONGEST_SECONDS + 2;
  return { executor: "constant-arrival-rate", exec: name, rate, timeUnit: "1s", duration: DURATION, preAllocatedVUs: most, maxVUs: most };
}
