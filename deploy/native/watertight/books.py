"""Rows of each part's books, as the audit reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, NamedTuple


class OrderRow(NamedTuple):
    id: str
    state: str
    total: int
    refunded: int  # what its customer is told
    currency: str
    has_work: bool
    age: int  # seconds since it came into this state


class UnitsRow(NamedTuple):
    """Units of a product that an order asked for, or that were sold for it."""

    id: str
    product: str
    quantity: int


class PaymentRow(NamedTuple):
    id: str  # the order's
    state: str
    is_cancelled: bool
    amount: int
    currency: str
    booked: int  # what the ledger says the acquirer owes us for it
    refunded: int
    refunding: int  # promised, not yet done
    refunding_age: int

    @property
    def is_tombstone(self) -> bool:
        """Of an order that was never charged, and never will be."""
        return self.is_cancelled and self.amount == 0


class ChargeRow(NamedTuple):
    """What the acquirer did under one charge key."""

    id: str
    captured: int
    refunded: int
    currency: str


class ReservationRow(NamedTuple):
    id: str
    state: str


class StockRow(NamedTuple):
    id: str  # the product's
    on_hand: int
    reserved: int
    moved_on_hand: int
    moved_reserved: int
    held: int


class MovementRow(NamedTuple):
    kind: str
    on_hand: int


@dataclass(frozen=True)
class Books:
    """Rows of every database. Those of orders and of products come sorted by id, so that none has to be held whole."""

    orders: Iterable[OrderRow] = ()
    ordered: Iterable[UnitsRow] = ()
    payments: Iterable[PaymentRow] = ()
    charges: Iterable[ChargeRow] = ()
    reservations: Iterable[ReservationRow] = ()
    sold: Iterable[UnitsRow] = ()
    ledger: Iterable[tuple[str, int]] = ()
    unbalanced: Iterable[tuple[str, int]] = ()
    strays: Iterable[tuple[str, int]] = ()
    stock: Iterable[StockRow] = ()
    movements: Iterable[MovementRow] = ()
