// What the shop's API answers, and a guard for each shape: a 200 with a wrong body is a failure, not a success.
// Guards ask for what a client relies on and let unknown fields pass, as the shop promises its clients it may add some.

export interface Money {
  amount: number;
  currency: string;
}

export interface Account {
  id: string;
  email: string;
  name: string;
}

export interface Session {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  refreshToken: string;
}

export interface Product {
  id: string;
  sku: string;
  name: string;
  description: string;
  category: string;
  price: Money;
  available: number;
}

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export type OrderStatus = "pending" | "confirmed" | "rejected" | "cancelling" | "cancelled";

export interface OrderLine {
  productId: string;
  quantity: number;
  unitPrice?: Money | null;
}

export interface Order {
  id: string;
  status: OrderStatus;
  reason?: string | null;
  lines: OrderLine[];
  total?: Money | null;
  placedAt: string;
  settledAt?: string | null;
}

export type Guard<T> = (value: unknown) => value is T;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const STATUSES = ["pending", "confirmed", "rejected", "cancelling", "cancelled"];

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isId = (value: unknown): value is string => typeof value === "string" && UUID.test(value);
const isTime = (value: unknown): value is string => typeof value === "string" && TIME.test(value);
const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const isMoney = (value: unknown): value is Money =>
  isObject(value) && Number.isInteger(value.amount) && typeof value.currency === "string" && value.currency.length === 3;

const isPageOf = (value: unknown, isItem: Guard<unknown>): boolean =>
  isObject(value) && Array.isArray(value.items) && value.items.every(isItem) && (isAbsent(value.next) || isText(value.next));

export const isAccount: Guard<Account> = (value): value is Account =>
  isObject(value) && isId(value.id) && isText(value.email) && isText(value.name);

export const isSession: Guard<Session> = (value): value is Session =>
  isObject(value) && isText(value.accessToken) && Number.isInteger(value.expiresIn) && isText(value.refreshToken);

export const isProduct: Guard<Product> = (value): value is Product =>
  isObject(value) &&
  isId(value.id) &&
  [value.sku, value.name, value.description, value.category].every(isText) &&
  isMoney(value.price) &&
  Number.isInteger(value.available);

export const isProductPage: Guard<Page<Product>> = (value): value is Page<Product> => isPageOf(value, isProduct);

const isOrderLine = (value: unknown): value is OrderLine =>
  isObject(value) && isId(value.productId) && Number.isInteger(value.quantity) && (isAbsent(value.unitPrice) || isMoney(value.unitPrice));

export const isOrder: Guard<Order> = (value): value is Order =>
  isObject(value) &&
  isId(value.id) &&
  STATUSES.includes(value.status as string) &&
  Array.isArray(value.lines) &&
  value.lines.every(isOrderLine) &&
  (isAbsent(value.total) || isMoney(value.total)) &&
  isTime(value.placedAt) &&
  (isAbsent(value.settledAt) || isTime(value.settledAt));

export const isOrderPage: Guard<Page<Order>> = (value): value is Page<Order> => isPageOf(value, isOrder);

const isPayment = (value: unknown): value is Fields => isObject(value) && isId(value.id) && isId(value.orderId) && isMoney(value.amount);

export const isPaymentPage: Guard<Page<unknown>> = (value): value is Page<unknown> => isPageOf(value, isPayment);

/** A confirmed order costs what its lines cost, to the cent. */
export function addsUp(order: Order): boolean {
  const sum = order.lines.reduce((cents, line) => cents + (line.unitPrice?.amount ?? Number.NaN) * line.quantity, 0);
  return order.total?.amount === sum;
}
