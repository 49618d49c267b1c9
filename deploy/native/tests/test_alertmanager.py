"""Whom Alertmanager tells what: its configuration, as the real one takes it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import tempfile
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Mapping, Sequence

from watertight import tools
from watertight.places import ROOT

CONFIGURATION = ROOT / "observability" / "alertmanager" / "alertmanager.yml"
START_SECONDS = 15
SETTLE_SECONDS = 2  # it looks at what came in a moment later

Labels = Mapping[str, str]


def alert(name: str, severity: str = "ticket", **labels: str) -> Labels:
    return {"alertname": name, "severity": severity, **labels}


PAGE = "page"
DOWN = alert("ServiceDown", PAGE, service="payment")
FAILING = alert("AvailabilityBudgetBurn", PAGE, service="product", slo="browse")
SLOW = alert("LatencyBudgetBurn", PAGE, service="product", slo="browse")
# What somebody was told of, what then is no news, and what still is.
NO_NEWS: Sequence[tuple[Labels, Sequence[Labels], Sequence[Labels]]] = (
    (
        alert("EdgeDown", PAGE),
        [FAILING, alert("LoadShed", service="user")],
        [DOWN, alert("RegistryUnreachable")],
    ),
    (alert("EdgeDown", PAGE), [], [alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement")]),
    (
        DOWN,
        [alert("ServiceReplicaDown", service="payment", instance="payment-1"), alert("LoadShed", service="payment")],
        [alert("ServiceReplicaDown", service="user", instance="user-1"), alert("LoadShed", service="user")],
    ),
    (
        DOWN,
        [alert("LatencyBudgetBurn", PAGE, service="order", slo="order"), alert("SettlementBacklogOld", service="order")],
        [alert("LatencyBudgetBurn", PAGE, service="user", slo="login")],
    ),
    (alert("ServiceDown", PAGE, service="order"), [alert("SettlementBacklogOld", service="order")], [FAILING]),
    (alert("ServiceDown", PAGE, service="user"), [], [alert("SettlementBacklogOld", service="order")]),
    (
        FAILING,
        [SLOW, alert("AvailabilityBudgetBurn", service="product", slo="browse")],
        [alert("LatencyBudgetBurn", PAGE, service="user", slo="login"), alert("AvailabilityBudgetBurn", service="user", slo="login")],
    ),
    (
        FAILING,
        [alert("LatencyBudgetBurn", PAGE, service="order", slo="order"), alert("SettlementBacklogOld", service="order")],
        [alert("MoneyMismatch", PAGE, service="payment"), alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement")],
    ),
    (
        SLOW,
        [alert("LatencyBudgetBurn", PAGE, service="order", slo="order")],
        [alert("AvailabilityBudgetBurn", PAGE, service="order", slo="history")],
    ),
    (
        alert("AvailabilityBudgetBurn", service="product", slo="browse"),
        [],
        [
            alert("LatencyBudgetBurn", PAGE, service="order", slo="order"),
            alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement"),
        ],
    ),
    (
        alert("AvailabilityBudgetBurn", PAGE, service="user", slo="login"),
        [],
        [alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement")],
    ),
    (alert("RegistryUnreachable"), [alert("ScrapeTargetMissing", job="consul")], [alert("ScrapeTargetMissing", job="zipkin")]),
    (
        alert("DatabaseUnreachable", service="order"),
        [alert("DatabasePoolExhausted", service="order")],
        [alert("DatabasePoolExhausted", service="user")],
    ),
    (
        alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement"),
        [alert("SettlementBacklogOld", service="order"), alert("SettlementBudgetBurn", service="order", slo="settlement")],
        [alert("ServiceDown", PAGE, service="user")],
    ),
)

# Of another shop: once the second is no news, what came before them was looked at.
LOOKED_AT = [alert("ServiceDown", PAGE, service="of-another-shop"), alert("LoadShed", service="of-another-shop")]


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "alertmanager").is_built, "./watertight tools makes Alertmanager")
class Alertmanager(unittest.TestCase):
    port: int

    @classmethod
    def setUpClass(cls) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            cls.port = free.getsockname()[1]
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        command = [
            str(tools.program("alertmanager")), f"--config.file={CONFIGURATION}", f"--storage.path={folder.name}",
            f"--web.listen-address=127.0.0.1:{cls.port}", "--cluster.listen-address=",
        ]  # fmt: skip
        with open(Path(folder.name) / "log", "wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.terminate)
        deadline = time.monotonic() + START_SECONDS
        while not cls.is_ready():
            if time.monotonic() > deadline:
                raise AssertionError((Path(folder.name) / "log").read_text(encoding="utf-8"))
            time.sleep(0.1)

    @classmethod
    def is_ready(cls) -> bool:
        try:
            cls.asked("GET", "/-/ready")
        except OSError:
            return False
        return True

    @classmethod
    def asked(cls, method: str, path: str, body: Any = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", cls.port, timeout=5)
        try:
            connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise AssertionError(f"{method} {path}: {answer.status} {text}")
        return text

    def silenced(self, alerts: Sequence[Labels], expected: Sequence[Labels] = ()) -> list[Labels]:
        """Of alerts that fire together, those nobody is told of, as soon as they are the expected ones, and it looked at all."""
        self.asked("POST", "/api/v2/alerts", [{"labels": labels} for labels in [*alerts, *LOOKED_AT]])
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            told = json.loads(self.asked("GET", "/api/v2/alerts"))
            suppressed = [entry["labels"] for entry in told if entry["status"]["state"] == "suppressed"]
            found = [labels for labels in suppressed if labels not in LOOKED_AT]
            if (len(found) == len(expected) and len(found) < len(suppressed)) or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        self.end([*alerts, *LOOKED_AT])
        return found

    def end(self, alerts: Sequence[Labels]) -> None:
        over = datetime.now(timezone.utc).isoformat()
        self.asked("POST", "/api/v2/alerts", [{"labels": labels, "endsAt": over} for labels in alerts])

    def test_tells_of_one_outage_once_and_of_all_else(self) -> None:
        for source, silenced, told in NO_NEWS:
            with self.subTest(source=source, silenced=silenced, told=told):
                found = self.silenced([source, *silenced, *told], silenced)
                self.assertCountEqual(silenced, found)

    def test_tells_of_everything_that_comes_alone(self) -> None:
        for _, silenced, told in NO_NEWS:
            for labels in [*silenced, *told]:
                self.assertEqual([], self.silenced([labels]))

    def test_pages_for_pages_only(self) -> None:
        amtool = [str(tools.program("amtool")), "config", "routes", "test", f"--config.file={CONFIGURATION}"]
        for severity, receiver in (("page", "pages"), ("ticket", "tickets")):
            for name in ("Any", "LatencyBudgetBurn"):
                answer = subprocess.run([*amtool, f"alertname={name}", f"severity={severity}"], capture_output=True, text=True, check=True)
                self.assertEqual(receiver, answer.stdout.strip())

    def test_pages_once_for_all_budgets_of_a_service(self) -> None:
        burning = [
            alert("LatencyBudgetBurn", PAGE, service="order", slo="order"),
            alert("AvailabilityBudgetBurn", PAGE, service="order", slo="history"),
            alert("SettlementBudgetBurn", PAGE, service="order", slo="settlement"),
        ]
        apart = [alert("LatencyBudgetBurn", PAGE, service="user", slo="login"), alert("MoneyMismatch", PAGE, service="order")]
        self.asked("POST", "/api/v2/alerts", [{"labels": labels} for labels in [*burning, *apart]])
        deadline = time.monotonic() + SETTLE_SECONDS
        while (together := self.together("LatencyBudgetBurn", "order")) != 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        self.end([*burning, *apart])
        self.assertEqual(3, together)

    def together(self, name: str, service: str) -> int:
        """How many alerts somebody is told of with this one."""
        groups = [[entry["labels"] for entry in group["alerts"]] for group in json.loads(self.asked("GET", "/api/v2/alerts/groups"))]
        return next((len(group) for group in groups if any(told["alertname"] == name and told["service"] == service for told in group)), 0)
