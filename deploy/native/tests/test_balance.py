from __future__ import annotations

from collections import Counter
from dataclasses import replace
from unittest import TestCase

from watertight import balance
from watertight.books import Books, ChargeRow, MovementRow, OrderRow, PaymentRow, ReservationRow, StockRow, UnitsRow

CONFIRMED = OrderRow("a", "CONFIRMED", 500, 0, "EUR", has_work=False, age=300)
REJECTED = CONFIRMED._replace(state="REJECTED")
APPROVED = PaymentRow("a", "APPROVED", False, 500, "EUR", booked=500, refunded=0, refunding=0, refunding_age=0)
DECLINED = APPROVED._replace(state="DECLINED", booked=0)
CHARGE = ChargeRow("a", 500, 0, "EUR")
COMMITTED = ReservationRow("a", "COMMITTED")
TWO_LAMPS = UnitsRow("a", "lamp", 2)
LAMP = StockRow("lamp", on_hand=8, reserved=1, moved_on_hand=8, moved_reserved=1, held=1)

SOLD = Books([CONFIRMED], [TWO_LAMPS], [APPROVED], [CHARGE], [COMMITTED], [TWO_LAMPS], stock=[LAMP])
REFUSED = Books([REJECTED], [TWO_LAMPS], [DECLINED], [CHARGE._replace(captured=0)], [ReservationRow("a", "RELEASED")])


def found(books: Books) -> dict[str, list[tuple[str, str]]]:
    return {kind: [(one.id, one.detail) for one in found.shown] for kind, found in balance.judge(books).differences.items()}


class EvenBooks(TestCase):
    def test_have_no_difference(self) -> None:
        for name, books in {"sold": SOLD, "refused": REFUSED, "empty": Books()}.items():
            with self.subTest(name):
                self.assertEqual({}, found(books))
                self.assertTrue(balance.judge(books).is_even)

    def test_take_what_was_given_back_of_a_confirmed_order_off(self) -> None:
        payment = APPROVED._replace(booked=380, refunded=120)
        report = balance.judge(replace(SOLD, payments=[payment], charges=[CHARGE._replace(refunded=120)]))
        self.assertTrue(report.is_even)
        self.assertEqual({"acquirer": 380, "ledger": 380, "orders": 380}, dict(report.balance))
        self.assertEqual({"captured": 500, "refunded": 120}, dict(report.money))

    def test_hold_nothing_of_a_cancelled_order(self) -> None:
        books = replace(
            SOLD,
            orders=[CONFIRMED._replace(state="CANCELLED", refunded=500)],
            payments=[APPROVED._replace(booked=0, refunded=500)],
            charges=[CHARGE._replace(refunded=500)],
            reservations=[ReservationRow("a", "RELEASED")],
            sold=[],
        )
        self.assertEqual({}, found(books))

    def test_may_keep_tombstones_of_orders_nobody_placed(self) -> None:
        tombstone = PaymentRow("a", "DECLINED", True, 0, "EUR", 0, 0, 0, 0)
        self.assertEqual({}, found(Books(payments=[tombstone], reservations=[ReservationRow("a", "RELEASED")])))

    def test_are_added_up(self) -> None:
        report = balance.judge(
            replace(
                SOLD,
                ledger=[("ACQUIRER_RECEIVABLE", 500), ("CUSTOMER_PAYMENTS", -500)],
                movements=[MovementRow("LOADED", 11), MovementRow("SOLD", -4), MovementRow("RETURNED", 1), MovementRow("RESERVED", 0)],
            )
        )
        self.assertEqual({"confirmed": 1}, dict(report.orders))
        self.assertEqual({"ACQUIRER_RECEIVABLE": 500, "CUSTOMER_PAYMENTS": -500}, report.ledger)
        self.assertEqual({"on hand": 8, "reserved": 1, "loaded": 11, "sold": 4, "returned": 1}, dict(+report.stock))

    def test_tell_orders_apart(self) -> None:
        books = Books(
            [CONFIRMED, REJECTED._replace(id="b"), CONFIRMED._replace(id="c")],
            [TWO_LAMPS, UnitsRow("a", "tree", 1), TWO_LAMPS._replace(id="c")],
            [APPROVED, DECLINED._replace(id="b"), APPROVED._replace(id="c")],
            [CHARGE, CHARGE._replace(id="c", captured=499)],
            [COMMITTED, COMMITTED._replace(id="c")],
            [TWO_LAMPS, UnitsRow("a", "tree", 1), TWO_LAMPS._replace(id="c")],
        )
        self.assertEqual([("c", "confirmed: acquirer 499, ledger 500, order 500")], found(books)["money"])
        self.assertEqual({"charge", "money"}, set(found(books)))


class Difference(TestCase):
    def assert_found(self, kind: str, detail: str, books: Books) -> None:
        self.assertIn((kind, detail), [(kind, detail) for kind, ones in found(books).items() for _, detail in ones])
        self.assertFalse(balance.judge(books).is_even)
        self.assertIn(kind, balance.KINDS)

    def test_charge_of_another_amount(self) -> None:
        self.assert_found("charge", "total 500, captured 499, approved over 500", replace(SOLD, charges=[CHARGE._replace(captured=499)]))

    def test_charge_that_payment_declined(self) -> None:
        self.assert_found("charge", "total 500, captured 500, declined over 500", replace(SOLD, payments=[DECLINED]))

    def test_confirmed_order_without_a_payment(self) -> None:
        self.assert_found("charge", "total 500, captured 0, no payment", replace(SOLD, payments=[], charges=[]))

    def test_payment_cancelled_of_a_confirmed_order(self) -> None:
        cancelled = APPROVED._replace(is_cancelled=True, booked=0, refunded=500)
        self.assert_found(
            "charge",
            "total 500, captured 500, approved over 500 and cancelled",
            replace(SOLD, payments=[cancelled], charges=[CHARGE._replace(refunded=500)]),
        )

    def test_charge_kept_of_a_rejected_order(self) -> None:
        self.assert_found("money", "rejected: acquirer 500, ledger 0, order 0", replace(REFUSED, charges=[CHARGE]))

    def test_money_that_only_the_ledger_has(self) -> None:
        self.assert_found(
            "money", "confirmed: acquirer 500, ledger 600, order 500", replace(SOLD, payments=[APPROVED._replace(booked=600)])
        )

    def test_refund_that_the_ledger_does_not_know(self) -> None:
        self.assert_found("money", "confirmed: acquirer 400, ledger 500, order 500", replace(SOLD, charges=[CHARGE._replace(refunded=100)]))

    def test_refund_the_customer_is_not_told_of(self) -> None:
        payment = APPROVED._replace(booked=0, refunded=500)
        books = replace(REFUSED, payments=[payment], charges=[CHARGE._replace(refunded=500)])
        self.assert_found("refund", "rejected: says 0, refunded 500", books)

    def test_second_charge_under_a_key_that_is_no_order(self) -> None:
        second = CHARGE._replace(id="a-again")
        self.assert_found("no-order", "the acquirer captured 500 and refunded 0", replace(SOLD, charges=[CHARGE, second]))
        self.assert_found("money", "acquirer 500, ledger 0, no order", replace(SOLD, charges=[CHARGE, second]))

    def test_payment_without_an_order(self) -> None:
        self.assert_found("no-order", "a payment declined over 500", Books(payments=[DECLINED]))

    def test_reservation_without_an_order(self) -> None:
        self.assert_found("no-order", "a reservation held", Books(reservations=[ReservationRow("a", "HELD")]))

    def test_units_sold_to_nobody(self) -> None:
        self.assert_found("no-order", "2 units sold", Books(sold=[TWO_LAMPS]))

    def test_payment_undecided_though_its_order_is_settled(self) -> None:
        self.assert_found("undecided", "rejected", replace(REFUSED, payments=[DECLINED._replace(state="PENDING")]))

    def test_stock_not_sold_of_a_confirmed_order(self) -> None:
        self.assert_found("reservation", "confirmed: held", replace(SOLD, reservations=[ReservationRow("a", "HELD")]))
        self.assert_found("reservation", "confirmed: none", replace(SOLD, reservations=[]))

    def test_stock_kept_for_a_rejected_order(self) -> None:
        for state in ("HELD", "COMMITTED"):
            self.assert_found("reservation", f"rejected: {state.lower()}", replace(REFUSED, reservations=[ReservationRow("a", state)]))

    def test_other_units_sold_than_ordered(self) -> None:
        self.assert_found("units", "ordered 2, sold 3", replace(SOLD, sold=[TWO_LAMPS._replace(quantity=3)]))
        self.assert_found("units", "ordered 2, sold 2", replace(SOLD, sold=[TWO_LAMPS._replace(product="tree")]))
        self.assert_found("units", "rejected: 2 sold and not returned", replace(REFUSED, sold=[TWO_LAMPS]))

    def test_other_currency(self) -> None:
        self.assert_found("currency", "EUR, USD", replace(SOLD, charges=[CHARGE._replace(currency="USD")]))

    def test_state_the_audit_does_not_know(self) -> None:
        self.assert_found("state", "LOST", replace(REFUSED, orders=[REJECTED._replace(state="LOST")]))

    def test_movement_that_does_not_sum_to_zero(self) -> None:
        self.assert_found("ledger", "off by 7", Books(unbalanced=[("movement", 7)]))

    def test_ledger_entry_without_a_payment(self) -> None:
        self.assert_found("stray", "1000 booked", Books(strays=[("movement", 1000)]))

    def test_stock_that_no_movement_explains(self) -> None:
        self.assert_found("on-hand", "on hand 9, moved 8", Books(stock=[LAMP._replace(on_hand=9)]))

    def test_reserved_units_that_nobody_holds(self) -> None:
        self.assert_found("reserved", "reserved 1, moved 1, held 0", Books(stock=[LAMP._replace(held=0)]))
        self.assert_found("reserved", "reserved 1, moved 2, held 1", Books(stock=[LAMP._replace(moved_reserved=2)]))


class OrdersOnTheirWay(TestCase):
    def test_are_listed_and_no_part_of_the_balance(self) -> None:
        rows = {
            "pending": CONFIRMED._replace(state="PENDING", age=3),
            "cancelling": CONFIRMED._replace(state="CANCELLING", age=3),
            "rejected": REJECTED._replace(has_work=True, age=3),
        }
        for state, order in rows.items():
            with self.subTest(state):
                report = balance.judge(replace(SOLD, orders=[order]))
                self.assertTrue(report.is_even)
                self.assertEqual([("a", f"{state} for 3 s")], [(one.id, one.detail) for one in report.open.shown])
                self.assertEqual({}, dict(report.balance))

    def test_are_a_difference_after_a_minute(self) -> None:
        late = CONFIRMED._replace(state="PENDING", age=61)
        self.assertEqual({"overdue": [("a", "pending for 61 s")]}, found(replace(SOLD, orders=[late])))

    def test_are_those_with_a_refund_to_come_too(self) -> None:
        refunding = APPROVED._replace(refunding=100, refunding_age=20)
        books = replace(SOLD, payments=[refunding], charges=[CHARGE._replace(refunded=100)])
        self.assertEqual({}, found(books))
        late = replace(books, payments=[refunding._replace(refunding_age=70)])
        self.assertEqual({"overdue": [("a", "confirmed for 70 s")]}, found(late))


class SecondLook(TestCase):
    UNEVEN = replace(SOLD, payments=[APPROVED._replace(booked=0)])

    def test_counts_only_what_still_differs(self) -> None:
        first = balance.judge(self.UNEVEN)
        self.assertTrue(balance.judge(SOLD, first.keys).is_even)
        self.assertFalse(balance.judge(self.UNEVEN, first.keys).is_even)

    def test_leaves_out_what_differs_for_the_first_time(self) -> None:
        report = balance.judge(self.UNEVEN, {("money", "another")})
        self.assertTrue(report.is_even)
        self.assertEqual({}, dict(report.balance))


class ManyDifferences(TestCase):
    def test_are_counted_and_some_are_shown(self) -> None:
        report = balance.judge(Books(reservations=[ReservationRow(f"{number:03}", "HELD") for number in range(50)]))
        self.assertEqual(50, report.differences["no-order"].count)
        self.assertEqual(balance.SHOWN, len(report.differences["no-order"].shown))
        self.assertEqual(Counter(), report.orders)
