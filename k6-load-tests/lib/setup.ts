// What a load test needs before it starts: a shop that answers, products worth ordering, customers who are logged in.

import exec from "k6/execution";
import http from "k6/http";
import { newRun, person, inStock } from "./data.ts";
import { EDGE_URL, listProducts, login, register, type Credentials } from "./shop.ts";

export interface Customer {
  credentials: Credentials;
  token: string;
  /** Milliseconds since the epoch. */
  renewAt: number;
}

/** Stops the test at once, with one line that says what to do, when there is no shop to load. */
export function requireShop(): void {
  const { status, error } = http.get(`${EDGE_URL}/products?limit=1`, { tags: { name: "GET /products" }, timeout: "5s" });
  if (status === 200) return;
  const found = error || `it answered GET /products with ${status}`;
  exec.test.abort(`no shop at ${EDGE_URL} (${found}): start it with ./watertight up`);
}

export interface Shop {
  productIds: string[];
  customers: Customer[];
}

export function shopWith(customers: number): Shop {
  requireShop();
  return { productIds: productPool(), customers: customerPool(customers) };
}

export function productPool(): string[] {
  const ids = inStock(listProducts(100)?.items ?? []);
  if (ids.length === 0) exec.test.abort(`no product in stock at ${EDGE_URL}: load the demo catalogue with ./watertight up`);
  return ids;
}

/** Registers and logs in a bounded number of customers: each costs the shop two Argon2id hashes, about 0.1 s of CPU. */
function customerPool(size: number): Customer[] {
  const run = newRun();
  return Array.from({ length: size }, (_, number) => {
    const account = person(run, number);
    register(account);
    const customer = loggedIn({ email: account.email, password: account.password });
    if (!customer) throw new Error(`cannot log in at ${EDGE_URL}: the line above names the answer and its trace`);
    return customer;
  });
}

export function loggedIn(credentials: Credentials): Customer | undefined {
  const session = login(credentials);
  if (!session) return undefined;
  // Somewhere in the middle of the token's life, so that virtual users do not all log in again in the same second.
  const renewAfter = session.expiresIn * 1000 * (0.5 + 0.3 * Math.random());
  return { credentials, token: session.accessToken, renewAt: Date.now() + renewAfter };
}
