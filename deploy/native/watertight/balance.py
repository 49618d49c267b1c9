"""The shop's balance: what each part's books say of the same orders, side by side. Knows rows and no database."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import AbstractSet, Any, Iterable, Iterator, Mapping, NamedTuple, Optional

from .books import Books, ChargeRow, OrderRow, PaymentRow, ReservationRow, StockRow

# How long an order may be on its way before that itself is a difference.
OPEN_SECONDS = 60
# So many of each kind are shown; all are counted.
SHOWN = 20

KINDS = {
    "overdue": f"on their way for more than {OPEN_SECONDS} s",
    "state": "in a state the audit does not know",
    "no-order": "a payment, a charge or a reservation without an order",
    "charge": "confirmed without one approved charge over the total",
    "undecided": "settled while their charge is undecided",
    "money": "money differs between the acquirer, the ledger and the order",
    "refund": "the customer is told of another refund than was given",
    "currency": "in more than one currency",
    "reservation": "stock is not reserved as the order's state says",
    "units": "units sold are not those ordered",
    "ledger": "ledger movements that do not sum to zero, by movement",
    "stray": "ledger entries without a payment, by movement",
    "on-hand": "products whose stock is not the sum of its movements",
    "reserved": "products whose reserved units are not those of movements and holds",
}


class Difference(NamedTuple):
    kind: str
    id: str
    detail: str


Key = tuple[str, str]


@dataclass
class Found:
    """Differences of one kind."""

    count: int = 0
    shown: list[Difference] = field(default_factory=list)

    def add(self, difference: Difference) -> None:
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(difference)


@dataclass
class Report:
    orders: Counter[str] = field(default_factory=Counter)
    open: Found = field(default_factory=Found)
    money: Counter[str] = field(default_factory=Counter)
    ledger: dict[str, int] = field(default_factory=dict)
    balance: Counter[str] = field(default_factory=Counter)
    stock: Counter[str] = field(default_factory=Counter)
    differences: dict[str, Found] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)

    @property
    def is_even(self) -> bool:
        return not self.differences


@dataclass
class Facts:
    """All that is known of one order."""

    id: str
    order: Optional[OrderRow] = None
    payment: Optional[PaymentRow] = None
    charge: Optional[ChargeRow] = None
    reservation: Optional[ReservationRow] = None
    ordered: Counter[str] = field(default_factory=Counter)
    sold: Counter[str] = field(default_factory=Counter)

    @property
    def open_seconds(self) -> Optional[int]:
        """For how long something is still to be done for it; None when nothing is."""
        if self.order is None:
            return None
        if self.order.state in ("PENDING", "CANCELLING") or self.order.has_work:
            return self.order.age
        return self.payment.refunding_age if self.payment and self.payment.refunding else None

    @property
    def captured(self) -> int:
        return self.charge.captured if self.charge else 0

    @property
    def acquirer(self) -> int:
        return self.captured - self.charge.refunded if self.charge else 0

    @property
    def booked(self) -> int:
        return self.payment.booked if self.payment else 0

    @property
    def owed(self) -> int:
        """What the order says we should have."""
        if self.order is None or self.order.state != "CONFIRMED":
            return 0
        return self.order.total - (self.payment.refunded if self.payment else 0)

    @property
    def reserved(self) -> str:
        return self.reservation.state if self.reservation else "NONE"


def judge(books: Books, seen_before: Optional[AbstractSet[Key]] = None) -> Report:
    """
    Compares the books. They are not read at one instant, so that whatever moves while they are read may differ: given what
    an earlier look saw, only what differs again counts.
    """
    report = Report()
    for facts in _by_order(books):
        found = list(_of_order(facts))
        for difference in found:
            _count(report, difference, seen_before)
        _tell(report, facts, all(_counts(difference, seen_before) for difference in found))
    report.ledger = dict(books.ledger)
    for difference in (*_of_ledger(books), *_of_stock(books.stock, report.stock)):
        _count(report, difference, seen_before)
    for movement in books.movements:
        report.stock[movement.kind.lower()] += -movement.on_hand if movement.kind == "SOLD" else movement.on_hand
    return report


def _by_order(books: Books) -> Iterator[Facts]:
    """Everything about one order together, order by order."""
    streams: Mapping[str, Iterable[Any]] = {
        name: getattr(books, name) for name in ("orders", "ordered", "payments", "charges", "reservations", "sold")
    }
    tagged = [_tagged(name, rows) for name, rows in streams.items()]
    for key, group in groupby(heapq.merge(*tagged, key=_id), key=_id):
        facts = Facts(key)
        for _, name, row in group:
            if name in ("ordered", "sold"):
                getattr(facts, name)[row.product] += row.quantity
            else:
                setattr(facts, name[:-1], row)
        yield facts


def _tagged(name: str, rows: Iterable[Any]) -> Iterator[tuple[str, str, Any]]:
    return ((row.id, name, row) for row in rows)


def _id(tagged: tuple[str, str, Any]) -> str:
    return tagged[0]


def _counts(difference: Difference, seen_before: Optional[AbstractSet[Key]]) -> bool:
    return seen_before is None or (difference.kind, difference.id) in seen_before


def _count(report: Report, difference: Difference, seen_before: Optional[AbstractSet[Key]]) -> None:
    if _counts(difference, seen_before):
        report.keys.add((difference.kind, difference.id))
        report.differences.setdefault(difference.kind, Found()).add(difference)


def _tell(report: Report, facts: Facts, is_settled: bool) -> None:
    """Adds an order to the sums; what is on its way, or moved while it was read, is not part of the balance yet."""
    report.money["captured"] += facts.captured
    report.money["refunded"] += facts.captured - facts.acquirer
    if facts.order:
        report.orders[facts.order.state.lower()] += 1
    if facts.order and facts.open_seconds is not None:
        report.open.add(Difference("open", facts.id, f"{facts.order.state.lower()} for {facts.open_seconds} s"))
    elif is_settled:
        report.balance["acquirer"] += facts.acquirer
        report.balance["ledger"] += facts.booked
        report.balance["orders"] += facts.owed


def _of_order(facts: Facts) -> Iterator[Difference]:
    age = facts.open_seconds
    found: Iterator[tuple[str, str]]
    if facts.order is None:
        found = _without_order(facts)
    elif age is not None:
        found = iter([("overdue", f"{facts.order.state.lower()} for {age} s")] if age > OPEN_SECONDS else [])
    else:
        found = _settled(facts, facts.order)
    return (Difference(kind, facts.id, detail) for kind, detail in found)


def _without_order(facts: Facts) -> Iterator[tuple[str, str]]:
    if facts.charge:
        yield "no-order", f"the acquirer captured {facts.captured} and refunded {facts.charge.refunded}"
    elif facts.payment and not facts.payment.is_tombstone:
        yield "no-order", f"a payment {_said(facts.payment)}"
    elif facts.reservation and facts.reserved != "RELEASED":
        yield "no-order", f"a reservation {facts.reserved.lower()}"
    elif any(facts.sold.values()):
        yield "no-order", f"{sum(facts.sold.values())} units sold"
    if facts.acquirer != facts.booked:
        yield "money", f"acquirer {facts.acquirer}, ledger {facts.booked}, no order"


def _settled(facts: Facts, order: OrderRow) -> Iterator[tuple[str, str]]:
    if order.state == "CONFIRMED":
        yield from _confirmed(facts, order)
    elif order.state in ("REJECTED", "CANCELLED"):
        yield from _given_up(facts, order)
    else:
        yield "state", order.state
    if not facts.acquirer == facts.booked == facts.owed:
        yield "money", f"{order.state.lower()}: acquirer {facts.acquirer}, ledger {facts.booked}, order {facts.owed}"
    currencies = {row.currency for row in (order, facts.payment, facts.charge) if row}
    if len(currencies) > 1:
        yield "currency", ", ".join(sorted(currencies))
    if facts.payment and facts.payment.state == "PENDING":
        yield "undecided", order.state.lower()


def _confirmed(facts: Facts, order: OrderRow) -> Iterator[tuple[str, str]]:
    payment = facts.payment
    is_charged = payment and payment.state == "APPROVED" and payment.amount == facts.captured == order.total
    if not payment or not is_charged or payment.is_cancelled:
        yield "charge", f"total {order.total}, captured {facts.captured}, {_said(payment)}"
    if facts.reserved != "COMMITTED":
        yield "reservation", f"confirmed: {facts.reserved.lower()}"
    if facts.sold != facts.ordered:
        yield "units", f"ordered {sum(facts.ordered.values())}, sold {sum(facts.sold.values())}"


def _said(payment: Optional[PaymentRow]) -> str:
    if not payment:
        return "no payment"
    return f"{payment.state.lower()} over {payment.amount}{' and cancelled' if payment.is_cancelled else ''}"


def _given_up(facts: Facts, order: OrderRow) -> Iterator[tuple[str, str]]:
    refunded = facts.captured - facts.acquirer
    if order.refunded != refunded:
        yield "refund", f"{order.state.lower()}: says {order.refunded}, refunded {refunded}"
    if facts.reserved in ("HELD", "COMMITTED"):
        yield "reservation", f"{order.state.lower()}: {facts.reserved.lower()}"
    if any(facts.sold.values()):
        yield "units", f"{order.state.lower()}: {sum(facts.sold.values())} sold and not returned"


def _of_ledger(books: Books) -> Iterator[Difference]:
    for movement, amount in books.unbalanced:
        yield Difference("ledger", movement, f"off by {amount}")
    for movement, amount in books.strays:
        yield Difference("stray", movement, f"{amount} booked")


def _of_stock(rows: Iterable[StockRow], sums: Counter[str]) -> Iterator[Difference]:
    for row in rows:
        sums["on hand"] += row.on_hand
        sums["reserved"] += row.reserved
        if row.on_hand != row.moved_on_hand:
            yield Difference("on-hand", row.id, f"on hand {row.on_hand}, moved {row.moved_on_hand}")
        if not row.reserved == row.moved_reserved == row.held:
            yield Difference("reserved", row.id, f"reserved {row.reserved}, moved {row.moved_reserved}, held {row.held}")
