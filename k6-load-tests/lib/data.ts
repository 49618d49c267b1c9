// Test data: made up, different in every run, and recognisable as ours.

import type { Credentials, NewOrder } from "./shop.ts";
import type { Product } from "./wire.ts";

export const SEARCH_PREFIXES: readonly string[] = ["be", "ca", "co", "gl", "la", "ma", "pa", "st", "wa", "wo"];

/** Names of people in one run differ from those in any other, as an e-mail registers only once. */
export function person(run: string, number: number): Credentials & { name: string } {
  return {
    email: `load-${run}-${number}@example.com`,
    password: `sail-${run}-harbour-${number}`,
    name: `Load Test ${number}`,
  };
}

export function newRun(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
}

export function anyOf<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

/** One to three different products, one or two of each. */
export function basket(productIds: readonly string[], paymentMethod: string): NewOrder {
  const size = Math.min(1 + Math.floor(Math.random() * 3), productIds.length);
  const chosen = new Set<string>();
  while (chosen.size < size) chosen.add(anyOf(productIds));
  const lines = [...chosen].map((productId) => ({ productId, quantity: 1 + Math.floor(Math.random() * 2) }));
  return { lines, paymentMethod };
}

export function inStock(products: readonly Product[]): string[] {
  return products.filter(({ available }) => available >= 100).map(({ id }) => id);
}
