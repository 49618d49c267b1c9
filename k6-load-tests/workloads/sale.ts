// The first minutes of a sale: everybody orders, nobody looks around. Each order costs several services something, and each of
// them calls of others: what is too much here shows first in retries, not in pages that are slow.
//
// An open model, as shop.ts is and for its reasons. No order is followed to its end: it may well settle later.

import { check } from "k6";
import exec from "k6/execution";
import type { Options } from "k6/options";
import { anyOf, basket } from "../lib/data.ts";
import { journeysPerSecond } from "../lib/rate.ts";
import { loggedIn, shopWith, type Customer, type Shop } from "../lib/setup.ts";
import { placeOrder } from "../lib/shop.ts";
import { thresholdsFor } from "../lib/thresholds.ts";

const RATE = journeysPerSecond(__ENV.SHOP_RATE ?? "20");
const DURATION = __ENV.SHOP_DURATION ?? "60s";
const CUSTOMERS = 20;
/** The edge answers within 2.7 s, whatever is broken behind it. */
const LONGEST_SECONDS = 4;

export const options: Options = {
  scenarios: {
    order: {
      executor: "constant-arrival-rate",
      exec: "order",
      rate: RATE,
      timeUnit: "1s",
      duration: DURATION,
      preAllocatedVUs: RATE,
      maxVUs: RATE * LONGEST_SECONDS,
    },
  },
  thresholds: thresholdsFor(["order"]),
  summaryTrendStats: ["min", "med", "p(95)", "p(99)", "max"],
};

export function setup(): Shop {
  return shopWith(CUSTOMERS);
}

// A virtual user keeps its customer: logging in for every order would measure Argon2id and little else.
let customer: Customer | undefined;

export function order({ productIds, customers }: Shop): void {
  customer ??= customers[exec.vu.idInTest % customers.length] ?? anyOf(customers);
  if (Date.now() >= customer.renewAt) customer = loggedIn(customer.credentials) ?? customer;
  const placed = placeOrder(customer.token, basket(productIds, "tok_approve"), crypto.randomUUID());
  check(placed, { "the order is taken": (placement) => placement !== undefined });
}
