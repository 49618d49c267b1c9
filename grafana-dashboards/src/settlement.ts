// Settlement: does every accepted order reach its end, and where does it wait?

import type { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { linesPanel, newDashboard, numberPanel, withSections, WELL_WINDOW, type Section } from "./panels.js";
import { orNone, orZero, perMinute, quantile, rate, select, share, sum } from "./promql.js";
import { LEFT } from "./rules.js";

const OLDEST = "settlement_oldest_pending_seconds";
const STEPS = "settlement_step_duration_seconds";
const CALLS = "http_client_request_duration_seconds";
/** An attempt that found out nothing, and is made again. */
const IN_VAIN = 'outcome=~"failed|no_answer|unknown"';
const BY_ORDER = 'service="order"';
const TO_ACQUIRER = 'server_service="acquirer"';
const UNANSWERED = 'http_response_status_code!~"[1-4].."';

const overWindow = (metric: string, ...matchers: string[]) => `sum(rate(${select(metric, ...matchers)}[${WELL_WINDOW}]))`;
const placed = sum([], rate("orders_placed_total"));
const settled = (...matchers: string[]) => sum([], rate("orders_settled_total", ...matchers));
const ENDED = 'outcome=~"confirmed|rejected"';

const ends: Section = {
  title: "Does every accepted order reach its end?",
  panels: [
    numberPanel({
      title: "Oldest pending order", width: 4, unit: "s", limits: { warn: 10, bad: 60 },
      runbooks: ["SettlementBacklogOld", "SettlementBudgetBurn"],
      description: "Age of the oldest order that is pending or being cancelled. A few seconds are well; a minute is promised.",
      expr: orZero(`max(${OLDEST})`),
    }),
    numberPanel({
      title: "Orders placed", width: 4, unit: "cpm", decimals: 1,
      description: `Orders accepted each minute, over the last ${WELL_WINDOW}.`,
      expr: orZero(perMinute(overWindow("orders_placed_total"))),
    }),
    numberPanel({
      title: "Of these at their end", width: 4, unit: "percentunit", decimals: 1, limits: { warn: 0.98, bad: 0.9 },
      description: `Orders confirmed or rejected in the last ${WELL_WINDOW}, for each that was placed. Below 100 % for minutes: orders pile up. Above: a pile is worked off. 0 when nobody buys.`,
      expr: share(orZero(overWindow("orders_settled_total", ENDED)), orZero(overWindow("orders_placed_total"))),
    }),
    numberPanel({
      title: "Attempts in vain", width: 4, unit: "percentunit", decimals: 1, limits: { warn: 0.01, bad: 0.1 },
      description: `Share of the attempts at a step in the last ${WELL_WINDOW} that had no answer and are made again. Where it waits, below, says at which step.`,
      expr: share(orZero(overWindow(`${STEPS}_count`, IN_VAIN)), orZero(overWindow(`${STEPS}_count`))),
    }),
    numberPanel({
      title: "Books that differ", width: 4, unit: "short", decimals: 0, limits: { warn: 1, bad: 1 },
      runbooks: ["MoneyMismatch"],
      description: "Orders at rest that Payment or Product tells otherwise, and payments the acquirer tells otherwise. Anything but 0: ./watertight audit names them.",
      expr: "max(order_reconciliation_mismatches) + max(payment_reconciliation_mismatches)",
    }),
    numberPanel({
      title: "Error budget left", width: 4, unit: "percentunit", decimals: 1, limits: { warn: 0.5, bad: 0 },
      runbooks: ["SettlementBudgetBurn"],
      description: "Of the time in which an order may wait for more than a minute, what is left of the month's. The SLO dashboard says how fast it goes.",
      expr: `min(${select(LEFT, 'sli="settlement"')})`,
    }),
    linesPanel({
      title: "Placed, and at their end", width: 12, unit: "cpm",
      description: "Each minute. The two lines lie on each other in health, the second a moment later. A cancelled order may have been confirmed before.",
      queries: [
        { expr: orZero(perMinute(placed)), legend: "placed" },
        { expr: orZero(perMinute(settled('outcome="confirmed"'))), legend: "confirmed" },
        { expr: orNone(perMinute(sum(["reason"], rate("orders_settled_total", 'outcome="rejected"'))), "reason"), legend: "rejected: {{reason}}" },
        { expr: orZero(perMinute(settled('outcome="cancelled"'))), legend: "cancelled" },
      ],
    }),
    linesPanel({
      title: "Growth of the backlog", width: 12, unit: "cpm", signed: true,
      description: "Orders placed beyond those that came to their end, each minute. Around 0 in health; above it for long they pile up, below it a pile is worked off.",
      queries: [{ expr: `(${orZero(perMinute(placed))}) - (${orZero(perMinute(settled(ENDED)))})`, legend: "more that wait" }],
    }),
  ],
};

const waits: Section = {
  title: "Where does it wait?",
  panels: [
    linesPanel({
      title: "Oldest pending order by replica", width: 8, unit: "s",
      runbooks: ["SettlementBacklogOld"],
      description: "As each replica of Order sees it in the database. A saw-tooth is settlement at work; a straight slope is settlement standing still; one line apart is a replica without its database.",
      queries: [{ expr: `max by (instance) (${OLDEST})`, legend: "{{instance}}" }],
    }),
    linesPanel({
      title: "Steps, p99", width: 8, unit: "s",
      description: "Time of one attempt: reserve, commit and release ask Product, charge and refund ask Payment. The slow one names the service to look at. Each dot is one attempt: click it for its trace.",
      queries: [{ expr: quantile(0.99, ["step"], STEPS), legend: "{{step}}", exemplars: true }],
    }),
    linesPanel({
      title: "Steps in vain", width: 8, unit: "ops",
      description: "Attempts without an answer, by step. They are made again after 0.2 s, and ever later, up to 10 s.",
      queries: [{ expr: orNone(sum(["step"], rate(`${STEPS}_count`, IN_VAIN)), "step"), legend: "{{step}}" }],
    }),
    linesPanel({
      title: "Steps by outcome", width: 12, unit: "ops",
      description: "What each step found. In health reserve is held, charge approved, commit done, all as often as orders are placed.",
      queries: [{ expr: orNone(sum(["step", "outcome"], rate(`${STEPS}_count`)), "step"), legend: "{{step}}: {{outcome}}" }],
    }),
    linesPanel({
      title: "Reservations for each order", width: 6, unit: "short",
      description: "Attempts at the first step for each order placed. 1 is settled at once; what is above it is the workers, who begin again with what waits.",
      queries: [{ expr: share(orZero(sum([], rate(`${STEPS}_count`, 'step="reserve"'))), orZero(placed)), legend: "attempts" }],
    }),
    linesPanel({
      title: "Steps by replica", width: 6, unit: "ops",
      description: "Which replicas of Order do the work, of requests and of workers together. A line at 0 beside others: that replica's workers do not take their part.",
      queries: [{ expr: sum(["instance"], rate(`${STEPS}_count`)), legend: "{{instance}}" }],
    }),
  ],
};

const asked = ["server_service"];
const ofOrder = sum(asked, rate(`${CALLS}_count`, BY_ORDER));

const others: Section = {
  title: "Do those it asks answer?",
  panels: [
    linesPanel({
      title: "Order's calls, p99", width: 6, unit: "s",
      description: "Answers of Product and Payment as Order waits for them. Each dot is one call: click it for its trace.",
      queries: [{ expr: quantile(0.99, asked, CALLS, BY_ORDER), legend: "{{server_service}}", exemplars: true }],
    }),
    linesPanel({
      title: "Order's calls that fail", width: 6, unit: "percentunit",
      description: "Share of attempts that got no answer or a 5xx, before any retry.",
      queries: [{ expr: share(sum(asked, rate(`${CALLS}_count`, BY_ORDER, UNANSWERED)), ofOrder), legend: "{{server_service}}" }],
    }),
    linesPanel({
      title: "Order's circuit breakers", width: 6, unit: "short",
      description: "The worst of any replica: 0 calls pass, 1 a few try, 2 calls are refused because all before them failed on every replica tried.",
      queries: [{ expr: `max by (server_service) (${select("client_breaker_state", BY_ORDER)})`, legend: "{{server_service}}" }], max: 2,
    }),
    linesPanel({
      title: "Calls Order did not make", width: 6, unit: "ops",
      description: "Refused by its own circuit breaker, or because as many as are allowed were on their way already.",
      queries: [
        { expr: orZero(sum([], rate("client_breaker_refused_total", BY_ORDER))), legend: "breaker open" },
        { expr: orZero(sum([], rate("client_bulkhead_refused_total", BY_ORDER))), legend: "too many at once" },
      ],
    }),
    linesPanel({
      title: "Calls to the acquirer", width: 6, unit: "ops",
      description: "Payment's attempts at the card company, each second.",
      queries: [{ expr: orZero(sum([], rate(`${CALLS}_count`, TO_ACQUIRER))), legend: "calls" }],
    }),
    linesPanel({
      title: "Calls to the acquirer that fail", width: 6, unit: "percentunit",
      description: "Share without an answer or with a 5xx. The truth is asked for later; nothing is charged twice.",
      queries: [{ expr: share(orZero(sum([], rate(`${CALLS}_count`, TO_ACQUIRER, UNANSWERED))), orZero(sum([], rate(`${CALLS}_count`, TO_ACQUIRER)))), legend: "failed" }],
    }),
    linesPanel({
      title: "Time the acquirer takes", width: 6, unit: "s",
      description: "Of its answers half, one in twenty, one in a hundred take longer than this. It is not ours to mend: orders wait for it.",
      queries: [0.5, 0.95, 0.99].map((q) => ({ expr: quantile(q, [], CALLS, TO_ACQUIRER), legend: `p${q * 100}` })),
    }),
    linesPanel({
      title: "What the acquirer says", width: 6, unit: "cpm",
      description: "To charges and refunds, each minute. Unknown: no answer came. A refused refund contradicts our books.",
      queries: [
        ...["approved", "declined", "unknown"].map((outcome) => ({ expr: orZero(perMinute(sum([], rate("payments_charges_total", `outcome="${outcome}"`)))), legend: outcome })),
        { expr: orZero(perMinute(sum([], rate("payments_refunds_total", 'outcome="refunded"')))), legend: "refunded" },
        { expr: orZero(perMinute(sum([], rate("payments_refunds_total", 'outcome="refused"')))), legend: "refund refused" },
      ],
    }),
  ],
};

export const booksThatDiffer = (width: number) =>
  linesPanel({
    title: "Books that differ", width, unit: "short",
    runbooks: ["MoneyMismatch"],
    description: "Orders whose payment or goods disagree with them, and payments the acquirer tells otherwise. Anything but 0: ./watertight audit names them. No line: nobody compares.",
    queries: [
      { expr: "max(order_reconciliation_mismatches)", legend: "orders" },
      { expr: "max(payment_reconciliation_mismatches)", legend: "payments" },
    ],
  });

export const paymentsCompared = (width: number) =>
  linesPanel({
    title: "Payments compared with the acquirer", width, unit: "cpm",
    description: "How many each minute. At 0 for minutes while there are payments, nobody would notice a difference.",
    queries: [{ expr: orZero(perMinute(sum([], rate("payment_reconciliation_compared_total")))), legend: "compared" }],
  });

export const stockReservations = (width: number) =>
  linesPanel({
    title: "Stock reservations", width, unit: "cpm",
    description: "Each minute. Reserved is followed by committed, or by released when the order is rejected; expired: settlement took longer than a reservation lasts.",
    queries: ["reserved", "committed", "released", "expired", "out_of_stock"].map((outcome) => ({
      expr: orZero(perMinute(sum([], rate("products_reservations_total", `outcome="${outcome}"`)))), legend: outcome.replaceAll("_", " "),
    })),
  });

const books: Section = { title: "Do the books agree?", panels: [booksThatDiffer(8), paymentsCompared(8), stockReservations(8)] };

export const settlement: DashboardBuilder = withSections(
  newDashboard("Settlement", "shop-settlement", "Does every accepted order reach its end, and where does it wait? From the orders to what each step asks of others."),
  [ends, waits, others, books],
);
