"""The verb audit: reads every database and the acquirer's file, and prints whether they balance."""

from __future__ import annotations

import argparse
import json
import sqlite3
import threading
import time
import uuid
from contextlib import ExitStack, closing
from typing import Any, Iterator, Mapping, Optional

from . import balance, books, operations, parts
from .balance import Report
from .books import Books
from .databases import Client
from .failure import Failure
from .ports import Ports
from .state import State

# What was on its way between two databases at the first look has arrived by the second.
SECOND_LOOK_SECONDS = 2
DEADLINE_SECONDS = 120

ORDERS = """
    SELECT HEX(id), status, COALESCE(total, 0), COALESCE(refunded, 0), currency,
      EXISTS (SELECT 1 FROM settlement_work WHERE order_id = orders.id),
      TIMESTAMPDIFF(SECOND, COALESCE(settled_at, placed_at), UTC_TIMESTAMP(6))
    FROM orders ORDER BY id
    """
ORDERED = "SELECT HEX(order_id), HEX(product_id), quantity FROM order_lines ORDER BY order_id"
PAYMENTS = """
    SELECT HEX(p.order_id), p.status, p.cancelled_at IS NOT NULL, p.amount, p.currency, COALESCE(l.booked, 0),
      COALESCE(r.refunded, 0), COALESCE(r.refunding, 0), COALESCE(TIMESTAMPDIFF(SECOND, r.oldest, UTC_TIMESTAMP(6)), 0)
    FROM payments p
    LEFT JOIN (SELECT payment_id, SUM(amount) AS booked FROM ledger_entries
        WHERE account = 'ACQUIRER_RECEIVABLE' GROUP BY payment_id) l
      ON l.payment_id = p.id
    LEFT JOIN (SELECT order_id, SUM(IF(status = 'DONE', amount, 0)) AS refunded,
        SUM(IF(status = 'PENDING', amount, 0)) AS refunding, MIN(IF(status = 'PENDING', created_at, NULL)) AS oldest
        FROM refunds GROUP BY order_id) r
      ON r.order_id = p.order_id
    ORDER BY p.order_id
    """
LEDGER = "SELECT account, SUM(amount) FROM ledger_entries GROUP BY account ORDER BY account"
UNBALANCED = "SELECT HEX(movement_id), SUM(amount) FROM ledger_entries GROUP BY movement_id, currency HAVING SUM(amount) <> 0"
STRAYS = """
    SELECT HEX(movement_id), SUM(ABS(amount)) FROM ledger_entries
    WHERE NOT EXISTS (SELECT 1 FROM payments WHERE payments.id = ledger_entries.payment_id) GROUP BY movement_id
    """
RESERVATIONS = "SELECT HEX(order_id), status FROM reservations ORDER BY order_id"
SOLD = """
    SELECT HEX(order_id), HEX(product_id), -SUM(on_hand) FROM stock_movements WHERE order_id IS NOT NULL
    GROUP BY order_id, product_id HAVING SUM(on_hand) <> 0 ORDER BY order_id
    """
STOCK = """
    SELECT HEX(p.id), p.on_hand, p.reserved, COALESCE(m.on_hand, 0), COALESCE(m.reserved, 0), COALESCE(h.held, 0)
    FROM products p
    LEFT JOIN (SELECT product_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved FROM stock_movements GROUP BY product_id) m
      ON m.product_id = p.id
    LEFT JOIN (SELECT product_id, SUM(quantity) AS held FROM reservation_lines
        JOIN reservations USING (order_id) WHERE status = 'HELD' GROUP BY product_id) h
      ON h.product_id = p.id
    """
MOVEMENTS = "SELECT kind, SUM(on_hand) FROM stock_movements WHERE on_hand <> 0 GROUP BY kind"
CHARGES = """
    SELECT charge_key, SUM(captured), SUM(refunded), MAX(currency) FROM (
      SELECT charge_key, CASE WHEN decline IS NULL THEN amount ELSE 0 END AS captured, 0 AS refunded, currency FROM charges
      UNION ALL
      SELECT charge_key, 0, amount, currency FROM refunds WHERE decline IS NULL
    ) GROUP BY charge_key ORDER BY charge_key
    """


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it for programs")


def audit(wanted: argparse.Namespace) -> int:
    state, table, _ = operations.running_stack()
    report = _look(state, table, None)
    if not report.is_even:
        time.sleep(SECOND_LOOK_SECONDS)
        report = _look(state, table, report.keys)
    print(as_json(report) if wanted.json else as_text(report))
    return 0 if report.is_even else 1


class Reader:
    """Starts every statement at once, so that the databases are seen at nearly the same instant."""

    def __init__(self, state: State, table: Ports, clients: ExitStack) -> None:
        self._state = state
        self._table = table
        self._clients = clients

    def rows(self, service: str, statement: str) -> Iterator[list[str]]:
        client = Client(self._state, self._table, service, statement)
        watchdog = threading.Timer(DEADLINE_SECONDS, client.process.kill)
        watchdog.start()
        self._clients.callback(client.close)
        self._clients.callback(watchdog.cancel)
        return iter(client)

    def charges(self) -> Iterator[tuple[Any, ...]]:
        file = parts.acquirer_file(self._state)
        try:
            connection = self._clients.enter_context(closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)))
            yield from connection.execute(CHARGES)
        except sqlite3.Error as error:
            remedy = f"./watertight status tells of the acquirer; Python's SQLite, {sqlite3.sqlite_version}, has to be 3.37 or newer."
            raise Failure(f"The acquirer's file {file} cannot be read: {error}.", remedy) from None


def _look(state: State, table: Ports, seen_before: Optional[set[balance.Key]]) -> Report:
    with ExitStack() as clients:
        return balance.judge(_books(Reader(state, table, clients)), seen_before)


def _books(read: Reader) -> Books:
    orders, ordered = read.rows("order", ORDERS), read.rows("order", ORDERED)
    payments = read.rows("payment", PAYMENTS)
    ledger, unbalanced, strays = (read.rows("payment", statement) for statement in (LEDGER, UNBALANCED, STRAYS))
    reservations, sold = read.rows("product", RESERVATIONS), read.rows("product", SOLD)
    stock, movements = read.rows("product", STOCK), read.rows("product", MOVEMENTS)
    return Books(
        orders=(books.OrderRow(_id(row[0]), row[1], int(row[2]), int(row[3]), row[4], row[5] == "1", int(row[6])) for row in orders),
        ordered=map(_units, ordered),
        payments=(books.PaymentRow(_id(row[0]), row[1], row[2] == "1", int(row[3]), row[4], *map(int, row[5:])) for row in payments),
        charges=(books.ChargeRow(*row) for row in read.charges()),
        reservations=(books.ReservationRow(_id(row[0]), row[1]) for row in reservations),
        sold=map(_units, sold),
        ledger=((row[0], int(row[1])) for row in ledger),
        unbalanced=((_id(row[0]), int(row[1])) for row in unbalanced),
        strays=((_id(row[0]), int(row[1])) for row in strays),
        stock=(books.StockRow(_id(row[0]), *map(int, row[1:])) for row in stock),
        movements=(books.MovementRow(row[0], int(row[1])) for row in movements),
    )


def _units(row: list[str]) -> books.UnitsRow:
    return books.UnitsRow(_id(row[0]), _id(row[1]), int(row[2]))


def _id(hexadecimal: str) -> str:
    return str(uuid.UUID(hex=hexadecimal))


def as_json(report: Report) -> str:
    differences = {kind: _found(found) for kind, found in report.differences.items()}
    sums = {"orders": report.orders, "ledger": report.ledger, "acquirer": report.money, "balance": report.balance, "stock": report.stock}
    return json.dumps({"even": report.is_even, **sums, "open": _found(report.open), "differences": differences}, indent=2)


def _found(found: balance.Found) -> dict[str, object]:
    return {"count": found.count, "shown": [{"id": one.id, "detail": one.detail} for one in found.shown]}


def as_text(report: Report) -> str:
    lines = ["orders", *_table(report.orders)]
    lines += ["", "ledger, in minor units", *_table(report.ledger)]
    lines += ["", "acquirer, in minor units", *_table(report.money)]
    lines += ["", "balance of what is settled, in minor units", *_table(report.balance)]
    lines += ["", "stock, in units", *_table(report.stock)]
    if report.open.count:
        lines += ["", f"on their way: {report.open.count}", *_listed(report.open)]
    for kind, found in report.differences.items():
        lines += ["", f"DIFFERENCE {balance.KINDS[kind]}: {found.count}", *_listed(found)]
    return "\n".join([*lines, "", _verdict(report)])


def _table(sums: Mapping[str, int]) -> list[str]:
    return [f"  {name:20} {amount:>20,}" for name, amount in sums.items()] or ["  none"]


def _listed(found: balance.Found) -> list[str]:
    more = [f"  and {found.count - len(found.shown)} more"] if found.count > len(found.shown) else []
    return [*(f"  {one.id}  {one.detail}" for one in found.shown), *more]


def _verdict(report: Report) -> str:
    if report.is_even:
        return "everything balances"
    return f"{sum(found.count for found in report.differences.values())} differences"
