import json
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest import TestCase

from watertight import audit, balance, books, parts, ports
from watertight.books import Books, OrderRow, ReservationRow
from watertight.failure import Failure
from watertight.state import State

UNEVEN = Books(
    orders=[OrderRow("a", "PENDING", 1000, 0, "EUR", True, 3)],
    reservations=[ReservationRow(f"b{number:02}", "HELD") for number in range(21)],
    ledger=[("ACQUIRER_RECEIVABLE", 1234567)],
)


class AcquirersFile(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()) / "a shop?")
        self.addCleanup(shutil.rmtree, self.state.root.parent)

    def read(self) -> list[books.ChargeRow]:
        with ExitStack() as clients:
            return [books.ChargeRow(*row) for row in audit.Reader(self.state, ports.WELL_KNOWN, clients).charges()]

    def test_is_read_by_charge_key_and_not_changed(self) -> None:
        file = parts.acquirer_file(self.state)
        writer = sqlite3.connect(file)
        writer.executescript(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE charges (charge_key TEXT PRIMARY KEY, amount INTEGER, currency TEXT, decline TEXT);
            CREATE TABLE refunds (refund_key TEXT PRIMARY KEY, charge_key TEXT, amount INTEGER, currency TEXT, decline TEXT);
            INSERT INTO charges VALUES ('b', 500, 'EUR', NULL), ('a', 300, 'EUR', 'REFUSED');
            INSERT INTO refunds VALUES ('1', 'b', 100, 'EUR', NULL), ('2', 'b', 20, 'EUR', NULL), ('3', 'b', 900, 'EUR', 'TOO_MUCH');
            """
        )
        expected = [books.ChargeRow("a", 0, 0, "EUR"), books.ChargeRow("b", 500, 120, "EUR")]
        self.assertEqual(expected, self.read(), "while the acquirer has it open")
        writer.close()
        self.assertEqual(expected, self.read(), "after the acquirer has closed it")

    def test_that_is_missing_is_a_message_and_not_made(self) -> None:
        with self.assertRaisesRegex(Failure, "acquirer's file .*acquirer.db cannot be read"):
            self.read()
        self.assertFalse(parts.acquirer_file(self.state).exists())


class Printed(TestCase):
    def test_for_people(self) -> None:
        shown = audit.as_text(balance.judge(UNEVEN))
        self.assertRegex(shown, r"orders\n  pending +1\n")
        self.assertRegex(shown, r"ACQUIRER_RECEIVABLE +1,234,567\n")
        self.assertIn("on their way: 1\n  a  pending for 3 s", shown)
        self.assertIn("DIFFERENCE a payment, a charge or a reservation without an order: 21\n  b00  a reservation held\n", shown)
        self.assertNotIn("b20", shown)
        self.assertTrue(shown.endswith("  and 1 more\n\n21 differences"))
        self.assertTrue(audit.as_text(balance.judge(Books())).endswith("everything balances"))

    def test_for_programs(self) -> None:
        shown = json.loads(audit.as_json(balance.judge(UNEVEN)))
        self.assertFalse(shown["even"])
        self.assertEqual({"pending": 1}, shown["orders"])
        self.assertEqual({"ACQUIRER_RECEIVABLE": 1234567}, shown["ledger"])
        self.assertEqual({"count": 1, "shown": [{"id": "a", "detail": "pending for 3 s"}]}, shown["open"])
        self.assertEqual(21, shown["differences"]["no-order"]["count"])
        self.assertEqual(20, len(shown["differences"]["no-order"]["shown"]))
