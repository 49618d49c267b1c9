import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from functools import partial
from pathlib import Path
from typing import Any, Iterable

from watertight import bringup, cli, lifecycle, needs, operations, parts, ports, probes, processes, supervision, tools
from watertight.parts import Part
from watertight.ports import Ports
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace, replace_environment


class Scale(unittest.TestCase):
    def test_refuses_what_is_no_number_of_replicas(self) -> None:
        for count in ("0", "-1", "500", "13", "two", "²", "1.5"):
            shown = io.StringIO()
            with self.subTest(count=count), contextlib.redirect_stderr(shown), self.assertRaises(SystemExit) as left:
                cli.main(["scale", "order", count])
            self.assertEqual(2, left.exception.code)
            self.assertIn(f"'{count}' is not a number from 1 to 12", shown.getvalue())


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


class Load(unittest.TestCase):
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
        self.assertNotEqual(os.getpgrp(), int((self.state.root / "reports" / "started").read_text(encoding="utf-8")))

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
        replace(self, operations, "K6_END_SECONDS", 0.2)
        self.interrupt_once_started(signal.SIGINT)
        self.assertIn("no report", self.say(code=cli.SIGNALLED + signal.SIGINT))
        self.assertEqual([], [pid for pid in processes.pids() if str(self.k6) in processes.command_line(pid)])


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "supervisor").is_built, "./watertight tools makes the supervisor")
class Replicas(unittest.TestCase):
    """Of Order, which only sleep; those that sleep too long are not healthy."""

    def setUp(self) -> None:
        self.sleep = "1000"
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        self.state.remember_replicas({"user": 0, "product": 0, "order": 2, "payment": 0})
        replace(self, parts, "infrastructure", lambda state, table: [])
        replace(self, parts, "replicas", self.replicas)
        replace(self, probes, "registrations", lambda port, service: [])
        replace(self, probes, "edge_servers", lambda port, service: 0)
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root))
        ports.remember(ports.WELL_KNOWN, self.state)
        stack = self.replicas(self.state, ports.WELL_KNOWN)
        supervision.write_configuration(self.state, stack)
        self.supervisor = Supervisor(self.state)
        self.supervisor.launch()
        self.addCleanup(bringup.take_down, self.state)
        with contextlib.redirect_stdout(io.StringIO()):
            bringup.run_steps([bringup.part_step(part, self.supervisor) for part in stack])

    def replicas(self, state: State, table: Ports) -> list[Part]:
        names = [parts.replica_name("order", number) for number in range(1, state.replicas()["order"] + 1)]
        return [Part(name, ["sleep", self.sleep], partial(self.serves, name), service="order") for name in names]

    def serves(self, name: str) -> bool:
        return processes.command_line(self.supervisor.processes()[name].pid) == "sleep 1000"

    def serving(self) -> list[str]:
        return [name for name in sorted(self.supervisor.processes()) if self.serves(name)]

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self.supervisor.processes().items()}

    def say(self, *words: str, code: int = 0) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(words), shown.getvalue())
        return shown.getvalue()

    def test_are_as_many_as_asked_for(self) -> None:
        for count, serving in (("3", ["order-1", "order-2", "order-3"]), ("1", ["order-1"])):
            self.assertEqual(f"order has {count} replicas\n", self.say("scale", "order", count).splitlines(keepends=True)[-1])
            self.assertEqual(serving, self.serving())

    def test_that_do_not_run_are_started_when_as_many_are_asked_for_again(self) -> None:
        self.supervisor.stop(["order-2"])
        self.say("scale", "order", "2")
        self.assertEqual(["order-1", "order-2"], self.serving())

    def test_that_do_not_run_are_started_by_up(self) -> None:
        self.up_finds_nothing_else()
        self.supervisor.stop(["order-2"])
        self.assertIn("already up", self.say("up"))
        self.assertEqual(["order-1", "order-2"], self.serving())

    def test_that_a_fault_holds_are_not_started_by_up(self) -> None:
        self.up_finds_nothing_else()
        self.supervisor.stop(["order-2"])
        self.state.remember_faults({"order-2": "killed"})
        self.assertIn("up but not healthy.\n  ./watertight status", self.say("up", code=1))
        self.assertEqual(["order-1"], self.serving())

    def up_finds_nothing_else(self) -> None:
        replace(self, needs, "check", lambda *_: None)
        replace(self, lifecycle, "LEAST_DISK", 0)

    def test_that_are_not_well_are_restarted_first(self) -> None:
        self.supervisor.stop(["order-2"])
        shown = self.say("restart", "order")
        self.assertEqual(["order-2", "order-1"], [line.split()[0] for line in shown.splitlines() if " restarted in " in line])

    def test_are_let_be_while_a_fault_holds_what_they_need(self) -> None:
        before = self.pids()
        for held in ("order-db", "consul", "edge"):
            self.state.remember_faults({held: "paused", "user-db": "killed"})
            for words in (("scale", "order", "3"), ("restart", "order"), ("restart", "order-1")):
                with self.subTest(held=held, words=words):
                    self.assertIn(f"A fault holds: {held} is paused.\n", self.say(*words, code=1))
        self.assertEqual(before, self.pids())

    def test_that_could_not_be_started_again_are_not_stopped(self) -> None:
        before = self.pids()
        replace(self, processes, "program", lambda pid: "/gone/java")
        self.assertIn("order-1 could not be started again: /gone/java is gone.", self.say("restart", "order-1", code=1))
        self.assertEqual(before, self.pids())

    def test_that_are_not_healthy_are_told_each_time(self) -> None:
        replace(self, operations, "REPLICA_DEADLINE_SECONDS", 0.5)
        self.sleep = "2000"
        for _ in range(2):
            self.assertIn("Not ready after 0 s: order-3", self.say("scale", "order", "3", code=1))

    def test_that_nobody_remembers_are_stopped(self) -> None:
        self.state.remember_replicas({**self.state.replicas(), "order": 1})
        self.say("scale", "order", "1")
        self.assertEqual(["order-1"], list(self.supervisor.processes()))

    def test_are_all_there_when_scaling_was_interrupted(self) -> None:
        adopt = Supervisor.adopt_configuration

        def interrupt_and_adopt(supervisor: Supervisor) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            adopt(supervisor)

        replace(self, Supervisor, "adopt_configuration", interrupt_and_adopt)
        self.say("scale", "order", "4", code=cli.SIGNALLED + signal.SIGINT)
        self.assertEqual(["order-1", "order-2", "order-3", "order-4"], self.serving())

    def test_are_restarted_whole_when_interrupted(self) -> None:
        before = self.pids()
        stop = Supervisor.stop

        def stop_and_interrupt(supervisor: Supervisor, names: Iterable[str]) -> None:
            stop(supervisor, names)
            os.kill(os.getpid(), signal.SIGINT)

        replace(self, Supervisor, "stop", stop_and_interrupt)
        self.assertIn("order-1 restarted in", self.say("restart", "order", code=cli.SIGNALLED + signal.SIGINT))
        self.assertEqual(["order-1", "order-2"], self.serving())
        self.assertNotEqual(before["order-1"], self.supervisor.processes()["order-1"].pid)
        self.assertEqual(before["order-2"], self.supervisor.processes()["order-2"].pid)
