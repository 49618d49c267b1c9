import contextlib
import http.server
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from unittest import TestCase, skipUnless

from watertight import cli, load, operations, ports, processes, tools
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace

# Stands in for k6: once it is interrupted it takes a while to write its report; a second time it ends at once.
K6 = f"""#!{sys.executable}
import os, pathlib, signal, sys, time
report = pathlib.Path(os.environ["K6_WEB_DASHBOARD_EXPORT"])
def end(*_):
    signal.signal(signal.SIGINT, lambda *_: os._exit(105))
    time.sleep(HOW_LONG)
    report.write_text("all of it")
    os._exit(99)
signal.signal(signal.SIGINT, end)
report.with_name("started").write_text(str(os.getpgrp()))
while True:
    signal.pause()
"""


class Load(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        self.k6 = self.state.root / "k6"
        self.is_made_of(K6.replace("HOW_LONG", "0.5"))
        replace(self, operations, "running_stack", lambda: (self.state, ports.WELL_KNOWN, Supervisor(self.state)))
        replace(self, tools, "ensure", lambda names: None)
        replace(self, tools, "program", lambda name: self.k6)
        self.addCleanup(signal.signal, signal.SIGHUP, signal.signal(signal.SIGHUP, signal.SIG_DFL))

    def is_made_of(self, text: str) -> None:
        self.k6.write_text(text, encoding="utf-8")
        self.k6.chmod(0o755)

    def say(self, code: int) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(["load", "smoke"]), shown.getvalue())
        return shown.getvalue()

    def interrupt_once_started(self, number: int) -> None:
        def interrupt() -> None:
            deadline = time.monotonic() + 10
            while not (self.state.root / "reports" / "started").exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            os.kill(os.getpid(), number)

        thread = threading.Thread(target=interrupt)
        thread.start()
        self.addCleanup(thread.join)

    def group(self) -> int:
        """Of k6, which leads it: its process id, too."""
        return int((self.state.root / "reports" / "started").read_text(encoding="utf-8"))

    def reports(self) -> list[str]:
        return [file.read_text(encoding="utf-8") for file in (self.state.root / "reports").glob("smoke-*.html")]

    def test_ends_as_k6_does(self) -> None:
        self.is_made_of("#!/bin/sh\nexit 99\n")
        self.assertRegex(self.say(code=99), "no report\nthresholds were crossed")

    def test_tells_the_signal_that_ended_k6(self) -> None:
        self.is_made_of("#!/bin/sh\nkill -9 $$\n")
        self.assertIn("no report\nk6 was ended by signal 9.\n", self.say(code=1))

    def test_keeps_the_report_of_a_run_that_was_interrupted(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number):
                shutil.rmtree(self.state.root / "reports", ignore_errors=True)
                self.interrupt_once_started(number)
                self.assertRegex(self.say(code=cli.SIGNALLED + number), r"report: .*/smoke-.*\.html\ninterrupted\n")
                self.assertEqual(["all of it"], self.reports())

    def test_keeps_the_interrupts_of_the_terminal_from_k6(self) -> None:
        self.interrupt_once_started(signal.SIGINT)
        self.say(code=cli.SIGNALLED + signal.SIGINT)
        self.assertNotEqual(os.getpgrp(), self.group())

    def test_ends_k6_when_interrupted_as_it_starts(self) -> None:
        started: list[subprocess.Popen[bytes]] = []
        popen = subprocess.Popen

        def start_and_interrupt(*arguments: Any, **options: Any) -> Any:
            started.append(popen(*arguments, **options))
            self.addCleanup(started[0].kill)
            signal.raise_signal(signal.SIGINT)
            return started[0]

        self.is_made_of("#!/bin/sh\nexec sleep 1000\n")
        replace(self, subprocess, "Popen", start_and_interrupt)
        self.say(code=cli.SIGNALLED + signal.SIGINT)
        self.assertIsNotNone(started[0].poll())

    def test_does_not_wait_forever_for_k6_to_end(self) -> None:
        self.is_made_of(K6.replace("HOW_LONG", "1000"))
        replace(self, load, "K6_END_SECONDS", 0.2)
        self.interrupt_once_started(signal.SIGINT)
        self.assertIn("no report", self.say(code=cli.SIGNALLED + signal.SIGINT))
        self.assertFalse(processes.is_alive(self.group()))


K6_IS_BUILT = next(tool for tool in tools.ALL if tool.name == "k6").is_built
WORKLOAD = "export const options = { iterations: 1 }; export default function () {}"


@skipUnless(K6_IS_BUILT, "./watertight tools makes k6")
class Numbers(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        (self.state.root / "one.ts").write_text(WORKLOAD, encoding="utf-8")
        quiet = self.state.root / "k6"
        quiet.write_text(f'#!/bin/sh\nexec {tools.program("k6")} "$@" > /dev/null 2>&1\n', encoding="utf-8")
        quiet.chmod(0o755)
        replace(self, load, "WORKLOADS", self.state.root)
        replace(self, tools, "program", lambda name: quiet)
        self.written: list[str] = []

    def run_beside(self, prometheus: int) -> int:
        table = {**ports.WELL_KNOWN, "PROMETHEUS": prometheus}
        replace(self, operations, "running_stack", lambda: (self.state, table, Supervisor(self.state)))
        with contextlib.redirect_stdout(io.StringIO()):
            return cli.main(["load", "one"])

    def prometheus(self) -> http.server.HTTPServer:
        written = self.written

        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                written.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None: ...

        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        self.addCleanup(server.shutdown)
        return server

    def test_are_sent_to_prometheus(self) -> None:
        self.assertEqual(0, self.run_beside(self.prometheus().server_port))
        self.assertEqual({"/api/v1/write"}, set(self.written))

    def test_are_not_what_a_load_fails_of(self) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            self.assertEqual(0, self.run_beside(nobody.getsockname()[1]))


@skipUnless(K6_IS_BUILT, "./watertight tools makes k6")
class Rate(TestCase):
    def inspected(self, rate: str) -> str:
        command = [str(tools.program("k6")), "inspect", "--env", f"SHOP_RATE={rate}", str(load.WORKLOADS / "shop.ts")]
        environment = {**os.environ, "K6_AUTO_EXTENSION_RESOLUTION": "false"}
        outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return outcome.stdout + outcome.stderr

    def test_is_no_more_than_there_is_memory_for(self) -> None:
        for rate in ("0", "2001", "50000", "1.5", "many"):
            with self.subTest(rate=rate):
                self.assertIn("a whole number from 1 to 2000", self.inspected(rate))
        for rate in ("1", "2000"):
            with self.subTest(rate=rate):
                self.assertIn('"constant-arrival-rate"', self.inspected(rate))
