// Each journey once, by one customer: is the shop whole? Every check must hold; how fast it is, is for shop.ts to say.

import { check, group } from "k6";
import type { Options } from "k6/options";
import { basket, newRun, person, SEARCH_PREFIXES, anyOf } from "../lib/data.ts";
import { ORDER_THRESHOLDS, placeAndFollow } from "../lib/orders.ts";
import { productPool, requireShop } from "../lib/setup.ts";
import { listProducts, login, logout, product, register, searchProducts } from "../lib/shop.ts";
import { addsUp } from "../lib/wire.ts";

export const options: Options = {
  scenarios: { smoke: { executor: "shared-iterations", vus: 1, iterations: 1, maxDuration: "2m" } },
  thresholds: { checks: ["rate==1"], http_req_failed: ["rate==0"], ...ORDER_THRESHOLDS },
};

export function setup(): string[] {
  requireShop();
  return productPool();
}

export default function smoke(productIds: string[]): void {
  group("browse", () => browse(productIds));
  const token = group("register and log in", registerAndLogIn);
  if (token === undefined) return;
  group("order", () => order(token, productIds));
  group("declined order", () => declinedOrder(token, productIds));
  group("log out", () => logout(token));
}

function browse(productIds: string[]): void {
  const first = listProducts(5);
  const second = first?.next ? listProducts(5, first.next) : undefined;
  check(second, { "the second page follows the first": (page) => page !== undefined && page.items.every(({ id }) => !first?.items.some((p) => p.id === id)) });
  const word = first?.items[0]?.name.split(" ")[0] ?? anyOf(SEARCH_PREFIXES);
  check(searchProducts(word), { "a search finds the product it was made from": (found) => found !== undefined && found.items.length > 0 });
  product(anyOf(productIds));
}

function registerAndLogIn(): string | undefined {
  const account = person(newRun(), 1);
  check(register(account), { "the account is the registered one": (made) => made?.email === account.email && made.name === account.name });
  return login(account)?.accessToken;
}

function order(token: string, productIds: string[]): void {
  const wanted = basket(productIds, "tok_approve");
  check(placeAndFollow(token, wanted), {
    "the order is confirmed": (read) => read?.status === "confirmed",
    "the order has the lines asked for": (read) => read?.lines.length === wanted.lines.length,
    "the order costs what its lines cost": (read) => read !== undefined && addsUp(read),
  });
}

function declinedOrder(token: string, productIds: string[]): void {
  check(placeAndFollow(token, basket(productIds, "tok_decline")), {
    "a declined card rejects the order": (read) => read?.status === "rejected" && read.reason === "payment-declined",
  });
}
