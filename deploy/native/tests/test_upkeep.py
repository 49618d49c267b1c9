import contextlib
import io
import os
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from types import SimpleNamespace

from watertight import cli, credentials, operations, parts, places, tools, upkeep, wear
from watertight.state import State

from .replaced import replace, replace_environment

ORDER = "01900000-0000-7000-8000-000000000001"
MINUTE = 60


class Upkeep(unittest.TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root))
        replace(self, operations, "running_stack", lambda: (self.state, {}, None))

    def say(self, *words: str, code: int = 0) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(words), shown.getvalue())
        return shown.getvalue()


class SigningKeys(Upkeep):
    def key(self, name: str, age_seconds: float) -> Path:
        file = credentials.signing_keys(self.state) / f"{name}.pem"
        file.touch()
        os.utime(file, (time.time() - age_seconds, time.time() - age_seconds))
        return file

    def test_are_made_beside_those_whose_tokens_are_still_good(self) -> None:
        old, current = self.key("old", 90 * 24 * 60 * MINUTE), self.key("current", 16 * MINUTE)
        said = self.say("rotate", "signing-key")
        (new,) = set(credentials.signing_keys(self.state).iterdir()) - {old, current}
        self.assertEqual(0o600, new.stat().st_mode & 0o777)
        self.assertIn("BEGIN PRIVATE KEY", new.read_text(encoding="ascii"))
        self.assertTrue(old.exists(), "signed until 14 minutes ago, and tokens live for 15")
        self.assertIn(f"key {new.stem} is published now and signs in 2 minutes", said)

    def test_are_removed_once_nothing_they_signed_is_good(self) -> None:
        old, current = self.key("old", 90 * 24 * 60 * MINUTE), self.key("current", 18 * MINUTE)
        self.assertIn("key old is removed", self.say("rotate", "signing-key"))
        self.assertFalse(old.exists())
        self.assertTrue(current.exists(), "it signs until the new one does")

    def test_grow_old(self) -> None:
        key = self.key("young", 0)
        self.assertIn("./watertight rotate signing-key replaces it", self.say("fault", "age", "signing-key"))
        self.assertAlmostEqual(wear.OLD_DAYS * 24 * 60 * MINUTE, time.time() - key.stat().st_mtime, delta=MINUTE)


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "consul").is_built, "./watertight tools makes Consul")
class Certificates(Upkeep):
    def setUp(self) -> None:
        super().setUp()
        self.restarts = 0
        replace(self, upkeep, "restart_consul", self.restarted)

    def restarted(self, *_: object) -> None:
        self.restarts += 1

    def days(self) -> int:
        """Until it ends; Consul must take it."""
        certificate = credentials.certificate(self.state)
        files = [str(places.ROOT / "consul" / "development.hcl"), str(credentials.consul_tls(self.state))]
        subprocess.run([str(tools.program("consul")), "validate", "-quiet", *files], check=True)
        # Python has no other reader of certificates.
        ends = ssl._ssl._test_decode_cert(str(certificate))["notAfter"]  # type: ignore[attr-defined]
        return round((ssl.cert_time_to_seconds(ends) - time.time()) / 86_400)

    def test_are_made_once_and_replaced_on_demand(self) -> None:
        credentials.make(self.state)
        authority = (credentials.certificates(self.state) / f"{credentials.AUTHORITY}.pem").read_bytes()
        self.assertEqual(credentials.CERTIFICATE_DAYS, self.days())
        self.say("fault", "age", "certificate")
        self.assertEqual(wear.ENDS_IN_DAYS, self.days())
        self.assertIn("for 365 days", self.say("rotate", "certificate"))
        self.assertEqual(credentials.CERTIFICATE_DAYS, self.days())
        self.assertEqual(2, self.restarts)
        self.assertEqual(authority, (credentials.certificates(self.state) / f"{credentials.AUTHORITY}.pem").read_bytes())
        for file in credentials.certificates(self.state).iterdir():
            self.assertEqual(0o600, file.stat().st_mode & 0o777, file)


class Disk(Upkeep):
    def of_size(self, total: int, free: int) -> None:
        replace(self, shutil, "disk_usage", lambda _: SimpleNamespace(total=total, free=free))

    def test_is_freed_of_full_logs_and_reports_only(self) -> None:
        names = {"logs/order-1.log": True, "logs/order-1.log.1": False, "reports/shop.html": False, "data/order/ibdata1": True}
        for name in names:
            file = self.state.root / name
            self.state.folder(*Path(name).parts[:-1])
            file.touch()
        said = self.say("clean")
        for name, stays in names.items():
            self.assertEqual(stays, (self.state.root / name).exists(), name)
            self.assertEqual(not stays, f"removed {self.state.root / name}\n" in said, name)

    def test_is_not_looked_for_where_there_is_no_stack(self) -> None:
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root / "none"))
        self.assertIn("There is no stack in", self.say("clean", code=1))

    def test_is_filled_by_a_log_that_clean_removes(self) -> None:
        self.state.folder("logs")
        room = 2**20
        self.of_size(wear.LEAST_FREE * 100, int(wear.LEAST_FREE * 100 * wear.LEFT_FREE) + room)
        self.assertIn("./watertight clean removes it", self.say("fault", "fill"))
        (log,) = self.state.folder("logs").iterdir()
        self.assertEqual(room, log.stat().st_size)
        self.say("clean")
        self.assertFalse(log.exists())

    def test_is_left_alone_when_it_is_small_or_full(self) -> None:
        self.of_size(wear.LEAST_FREE, wear.LEAST_FREE)
        self.assertIn("too small to be filled", self.say("fault", "fill", code=1))
        self.of_size(wear.LEAST_FREE * 100, wear.LEAST_FREE)
        self.assertIn("as full as that already", self.say("fault", "fill", code=1))
        self.assertFalse((self.state.root / "logs").exists())


class Books(Upkeep):
    def setUp(self) -> None:
        super().setUp()
        with contextlib.closing(sqlite3.connect(parts.acquirer_file(self.state))) as books, books:
            books.execute("CREATE TABLE charges (charge_key TEXT, amount INTEGER, decline TEXT)")
            books.execute("INSERT INTO charges VALUES (?, 1999, NULL)", (ORDER,))

    def amount(self) -> int:
        with contextlib.closing(sqlite3.connect(parts.acquirer_file(self.state))) as books:
            found: int = books.execute("SELECT amount FROM charges").fetchone()[0]
        return found

    def test_say_otherwise_until_they_are_put_right(self) -> None:
        self.assertIn("booked +1 cents", self.say("fault", "misbook", ORDER))
        self.assertEqual(2000, self.amount())
        self.say("fault", "misbook", ORDER, "--cents", "-1")
        self.assertEqual(1999, self.amount())

    def test_of_no_charge_cannot_say_otherwise(self) -> None:
        for words in ([ORDER.replace("1", "2")], [ORDER, "--cents", "-1999"]):
            self.assertIn("The acquirer charged nothing for the order", self.say("fault", "misbook", *words, code=1))
        self.assertEqual(1999, self.amount())
