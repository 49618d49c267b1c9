import contextlib
import io
import itertools
import os
import shutil
import signal
import sys
import tempfile
import unittest
from functools import partial
from pathlib import Path
from typing import Iterable

from watertight import bringup, cli, lifecycle, needs, operations, parts, ports, probes, processes, supervision, tools
from watertight.parts import Part
from watertight.ports import Ports
from watertight.probes import Registration
from watertight.state import State
from watertight.supervision import Process, Supervisor

from .replaced import replace, replace_environment


class Scale(unittest.TestCase):
    def test_refuses_what_is_no_number_of_replicas(self) -> None:
        for count in ("0", "-1", "500", "13", "two", "²", "1.5"):
            shown = io.StringIO()
            with self.subTest(count=count), contextlib.redirect_stderr(shown), self.assertRaises(SystemExit) as left:
                cli.main(["scale", "order", count])
            self.assertEqual(2, left.exception.code)
            self.assertIn(f"'{count}' is not a number from 1 to 12", shown.getvalue())


class TheEdge(unittest.TestCase):
    """Waited for beside two services that are well, one that is not, and one that has no replica."""

    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        well = {"user": True, "order": True, "payment": False}
        self.replicas = [Part(f"{service}-1", [], partial(well.__getitem__, service), service=service) for service in well]
        replace(self, parts, "replicas", lambda state, table: self.replicas)

    def waited(self, *starting: Part) -> set[str]:
        told: set[str] = set()
        replace(self, bringup, "run_steps", lambda steps, *_: told.update(step.name for step in steps))
        operations.start(self.state, ports.WELL_KNOWN, Supervisor(self.state), starting)
        return told

    def test_that_starts_has_the_replicas_of_all_services_that_are_well(self) -> None:
        edge = Part("edge", [], lambda: True)
        self.assertEqual({"edge", "the edge (user)", "the edge (order)"}, self.waited(edge))
        self.state.remember_faults({"order-1": "paused", "user:consul": "delayed by 200 ms"})
        self.assertEqual({"edge"}, self.waited(edge))

    def test_has_the_replicas_that_start(self) -> None:
        self.assertEqual({"payment-1", "the edge (payment)"}, self.waited(self.replicas[2]))


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
        replace(self, probes, "registrations", lambda port, service: [Registration(f"{service}-1", 1, True)])
        replace(self, probes, "edge_servers", lambda port, service: 1)
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
        replace(self, needs, "check", lambda *_: self.fail("it looked for what only a start needs"))
        replace(self, lifecycle, "LEAST_DISK", sys.maxsize)

    def test_that_are_not_well_are_restarted_first(self) -> None:
        self.supervisor.stop(["order-2"])
        shown = self.say("restart", "order")
        self.assertEqual(["order-2", "order-1"], [line.split()[0] for line in shown.splitlines() if " restarted in " in line])

    def test_are_let_be_while_a_fault_holds_what_they_need(self) -> None:
        before = self.pids()
        for held in ("order-db", "consul", "edge", "toxiproxy", "order:order-db", "order:consul"):
            self.state.remember_faults({held: "paused", "user-db": "killed", "user:consul": "cut", "order:otel-collector": "cut"})
            for words in (("scale", "order", "3"), ("restart", "order"), ("restart", "order-1")):
                with self.subTest(held=held, words=words):
                    self.assertIn(f"A fault holds: {held} is paused.\n", self.say(*words, code=1))
        self.assertEqual(before, self.pids())

    def test_that_could_not_be_started_again_are_not_stopped(self) -> None:
        before = self.pids()
        replace(self, processes, "program", lambda pid: "/gone/java")
        self.assertIn("order-1 could not be started again: /gone/java is gone.", self.say("restart", "order-1", code=1))
        self.assertEqual(before, self.pids())

    def test_of_no_name_are_let_be(self) -> None:
        zipkin = Part("zipkin", ["sleep", "1000"], lambda: True)
        replace(self, parts, "infrastructure", lambda state, table: [zipkin])
        self.assertIn("There is no part ''.", self.say("restart", "", code=1))

    def test_that_are_not_healthy_are_told_each_time(self) -> None:
        replace(self, operations, "REPLICA_DEADLINE_SECONDS", 0.5)
        self.sleep = "2000"
        for _ in range(2):
            self.assertIn("Not ready after 0 s: order-3", self.say("scale", "order", "3", code=1))

    def test_are_added_though_one_ends_again_and_again(self) -> None:
        looks = itertools.count(10**8)  # more than there are process ids
        seen = Supervisor.processes
        replace(self, Supervisor, "processes", lambda one: {**seen(one), "order-1": Process(next(looks), "RUNNING")})
        serves, asked = self.serves, itertools.count()
        replace(self, self, "serves", lambda name: serves(name) and (name != "order-3" or next(asked) > bringup.TOO_MANY_STARTS))
        self.assertRegex(self.say("scale", "order", "3", code=1), r"(?s)order has 3 replicas\n.*order-1 ends again and again")
        self.assertTrue(self.serves("order-3"))

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
