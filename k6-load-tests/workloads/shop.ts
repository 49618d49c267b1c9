// The shop on an ordinary day: most people look, some log in, some buy.
//
// An open model: journeys start at a fixed rate, whether or not earlier ones have finished, because customers do not wait
// for each other. In a closed model (a fixed number of users, each waiting for its answer) a slow shop is asked less, so the
// very requests that would show the slowness are never sent, and the percentiles look well when the shop does not.

import { check } from "k6";
import exec from "k6/execution";
import type { Options, Scenario } from "k6/options";
import { anyOf, basket, SEARCH_PREFIXES } from "../lib/data.ts";
import { ORDER_THRESHOLDS, placeAndFollow } from "../lib/orders.ts";
import { journeysPerSecond } from "../lib/rate.ts";
import { loggedIn, shopWith, type Customer, type Shop } from "../lib/setup.ts";
import { listProducts, login, product, searchProducts } from "../lib/shop.ts";
import { thresholdsFor } from "../lib/thresholds.ts";
import { addsUp } from "../lib/wire.ts";

// Names of our own: k6 takes K6_DURATION and its like as a reason to throw all scenarios away.
const RATE = journeysPerSecond(__ENV.SHOP_RATE ?? "50");
const DURATION = __ENV.SHOP_DURATION ?? "60s";
const CUSTOMERS = 20;

// A shop that was started a moment ago compiles itself on its first requests. They are sent, and checked, but not measured.
const WARM_UP = "20s";

export const options: Options = {
  scenarios: {
    warmup: rampUp(),
    browse: arrivals("browse", 0.8),
    login: arrivals("logIn", 0.05),
    order: arrivals("order", 0.15),
  },
  thresholds: { ...thresholdsFor(["browse", "login", "order"]), ...ORDER_THRESHOLDS },
  summaryTrendStats: ["min", "med", "p(95)", "p(99)", "max"],
};

export function setup(): Shop {
  return shopWith(CUSTOMERS);
}

export function browse({ productIds }: Shop): void {
  listProducts(20);
  searchProducts(anyOf(SEARCH_PREFIXES));
  product(anyOf(productIds));
}

export function logIn({ customers }: Shop): void {
  login(anyOf(customers).credentials);
}

export function anyJourney(shop: Shop): void {
  const dice = Math.random();
  if (dice < 0.8) browse(shop);
  else if (dice < 0.85) logIn(shop);
  else order(shop);
}

// A virtual user keeps its customer: logging in for every order would measure Argon2id and little else.
let customer: Customer | undefined;

export function order({ productIds, customers }: Shop): void {
  customer ??= customers[exec.vu.idInTest % customers.length] ?? anyOf(customers);
  if (Date.now() >= customer.renewAt) customer = loggedIn(customer.credentials) ?? customer;
  check(placeAndFollow(customer.token, basket(productIds, "tok_approve")), {
    "the order is confirmed": (read) => read?.status === "confirmed",
    "the order costs what its lines cost": (read) => read !== undefined && addsUp(read),
  });
}

/** A share of the journeys. Counted per 20 s, so that 5 % of any whole rate is a whole number, as k6 demands. */
function arrivals(exec: string, share: number): Scenario {
  const perSecond = RATE * share;
  return {
    executor: "constant-arrival-rate",
    exec,
    rate: Math.round(perSecond * 20),
    timeUnit: "20s",
    startTime: WARM_UP,
    duration: DURATION,
    // By Little's law enough for journeys of 1 s, and at most of 5 s; slower than that, arrivals drop and the test fails.
    preAllocatedVUs: Math.ceil(perSecond) + 1,
    maxVUs: Math.ceil(perSecond * 5) + 5,
  };
}

/** From a tenth of the rate up to it, of all journeys; no threshold speaks of this scenario's times. */
function rampUp(): Scenario {
  return {
    executor: "ramping-arrival-rate",
    exec: "anyJourney",
    startRate: Math.max(1, Math.round(RATE / 10)),
    timeUnit: "1s",
    stages: [{ target: RATE, duration: WARM_UP }],
    preAllocatedVUs: RATE,
    maxVUs: RATE * 5,
  };
}
