// Placing an order and staying with it until it is settled, as an impatient but fair customer does.

import { check, sleep } from "k6";
import { Counter, Trend } from "k6/metrics";
import { placeOrder, readOrder, type NewOrder, type Placement } from "./shop.ts";
import type { Order } from "./wire.ts";

const DEADLINE_MS = 15_000;
const POLL_SECONDS = 0.25;

const settledLater = new Counter("orders_settled_later");
const unsettled = new Counter("orders_unsettled");
const settleTime = new Trend("order_settle_time", true);

/** Thresholds on the metrics made here. */
export const ORDER_THRESHOLDS = { orders_unsettled: ["count==0"] };

/** Places the order and answers it as read back once settled; undefined, and a failed check, if it never is. */
export function placeAndFollow(token: string, order: NewOrder): Order | undefined {
  const started = Date.now();
  const placement = placeOrder(token, order, crypto.randomUUID());
  if (!placement) return undefined;
  if (placement.settled) settleTime.add(Date.now() - started);
  else expectLocation(placement);
  const settled = readUntilSettled(token, placement.order.id, started + DEADLINE_MS);
  if (settled && !placement.settled) settleTime.add(Date.now() - started);
  if (!settled) unsettled.add(1);
  check(settled, { "the order settles before the deadline": (read) => read !== undefined });
  return settled;
}

function expectLocation({ location, order }: Placement): void {
  settledLater.add(1);
  check(location, { "POST /orders answers 202 with the order's place": (place) => place?.endsWith(`/orders/${order.id}`) === true });
}

function readUntilSettled(token: string, id: string, deadline: number): Order | undefined {
  for (;;) {
    const order = readOrder(token, id);
    if (order && order.status !== "pending") return order;
    if (Date.now() >= deadline) return undefined;
    sleep(POLL_SECONDS);
  }
}
