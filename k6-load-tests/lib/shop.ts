// A typed client of the shop's public API. Every call checks status and body, and answers the body only if it is right.

import { check } from "k6";
import http, { type Params, type RefinedResponse } from "k6/http";
import {
  isAccount,
  isOrder,
  isOrderPage,
  isPaymentPage,
  isProduct,
  isProductPage,
  isSession,
  type Account,
  type Guard,
  type Order,
  type Page,
  type Product,
  type Session,
} from "./wire.ts";

export const EDGE_URL = (__ENV.EDGE_URL ?? "http://localhost:8080").replace(/\/+$/, "");

export interface Credentials {
  email: string;
  password: string;
}

export interface NewOrder {
  lines: { productId: string; quantity: number }[];
  paymentMethod: string;
}

/** What `POST /orders` said: 201 when the order settled in the request, 202 when it will settle later. */
export interface Placement {
  settled: boolean;
  location: string | undefined;
  order: Order;
}

export type Answer = RefinedResponse<"text">;

/** Longer than the shop's own deadline (2.5 s), so that what is cut off here is the shop's fault. */
const TIMEOUT = "10s";
/** Enough to diagnose by; a shop that is down would otherwise fill the disk with the same line. */
const REPORTS_PER_VU = 3;
let reports = 0;

export function register(account: Credentials & { name: string }): Account | undefined {
  return parsed(post("POST /users", "/users", account), "POST /users", [201], isAccount);
}

export function login({ email, password }: Credentials): Session | undefined {
  return parsed(post("POST /sessions", "/sessions", { email, password }), "POST /sessions", [201], isSession);
}

export function logout(token: string): boolean {
  const route = "DELETE /sessions/current";
  return accepted(http.del(`${EDGE_URL}/sessions/current`, null, params(route, bearer(token))), route, [204]);
}

export function listProducts(limit: number, after?: string): Page<Product> | undefined {
  const page = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
  return products(`/products?limit=${limit}${page}`);
}

export function searchProducts(prefix: string): Page<Product> | undefined {
  return products(`/products?q=${encodeURIComponent(prefix)}`);
}

export function product(id: string): Product | undefined {
  return parsed(get("GET /products/{id}", `/products/${id}`), "GET /products/{id}", [200], isProduct);
}

export function placeOrder(token: string, order: NewOrder, idempotencyKey: string): Placement | undefined {
  const route = "POST /orders";
  const answer = post(route, "/orders", order, { ...bearer(token), "Idempotency-Key": idempotencyKey });
  const placed = parsed(answer, route, [201, 202], isOrder);
  return placed && { settled: answer.status === 201, location: answer.headers["Location"], order: placed };
}

export function readOrder(token: string, id: string): Order | undefined {
  return parsed(get("GET /orders/{id}", `/orders/${id}`, bearer(token)), "GET /orders/{id}", [200], isOrder);
}

export function listOrders(token: string): Page<Order> | undefined {
  return parsed(get("GET /orders", "/orders", bearer(token)), "GET /orders", [200], isOrderPage);
}

export function paymentsOf(token: string, orderId: string): unknown[] | undefined {
  return parsed(get("GET /payments", `/payments?orderId=${orderId}`, bearer(token)), "GET /payments", [200], isPaymentPage)?.items;
}

export function account(token: string): Account | undefined {
  return parsed(get("GET /users/me", "/users/me", bearer(token)), "GET /users/me", [200], isAccount);
}

function products(path: string): Page<Product> | undefined {
  return parsed(get("GET /products", path), "GET /products", [200], isProductPage);
}

/** An unchecked request, for who wants to see what a customer sees, whatever that is. */
export function get(route: string, path: string, headers: Record<string, string> = {}): Answer {
  return http.get(`${EDGE_URL}${path}`, params(route, headers));
}

/** As `get`. */
export function post(route: string, path: string, body: object, headers: Record<string, string> = {}): Answer {
  return http.post(`${EDGE_URL}${path}`, JSON.stringify(body), params(route, { ...headers, "Content-Type": "application/json" }));
}

// The name groups requests by route: k6 would otherwise keep one time series for each product and order.
function params(route: string, headers: Record<string, string>): Params & { responseType: "text" } {
  return { headers, tags: { name: route }, timeout: TIMEOUT, responseType: "text" };
}

export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function accepted(answer: Answer, route: string, statuses: readonly number[]): boolean {
  const good = check(answer, {
    [`${route} answers ${statuses.join(" or ")}`]: ({ status }) => statuses.includes(status),
    [`${route} names its trace`]: ({ headers }) => /^[0-9a-f]{32}$/.test(headers["X-Trace-Id"] ?? ""),
  });
  if (!good) report(answer, route);
  return good;
}

function parsed<T>(answer: Answer, route: string, statuses: readonly number[], isRight: Guard<T>): T | undefined {
  if (!accepted(answer, route, statuses)) return undefined;
  const body = json(answer.body);
  if (check(body, { [`${route} has the right body`]: isRight }) && isRight(body)) return body;
  report(answer, route);
  return undefined;
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function report(answer: Answer, route: string): void {
  if (++reports > REPORTS_PER_VU) return;
  const said = answer.error || (answer.body ?? "").slice(0, 300);
  console.error(`${route}: status ${answer.status}, trace ${answer.headers["X-Trace-Id"] ?? "none"}: ${said}`);
}
