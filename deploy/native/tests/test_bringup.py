import contextlib
import io
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Sequence
from unittest import TestCase

from watertight import bringup, parts, ports, probes, processes, releases
from watertight.bringup import INTERRUPTS, Step, Watch, finishing, run_steps, uninterrupted
from watertight.failure import Failure
from watertight.parts import Part
from watertight.probes import Registration
from watertight.releases import Release
from watertight.state import SERVICES, State
from watertight.supervision import Process, Supervisor

from .replaced import replace


class Steps(TestCase):
    def setUp(self) -> None:
        self.started: list[str] = []
        quiet = contextlib.redirect_stdout(io.StringIO())
        quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)

    def step(self, name: str, *needs: str, is_ready: bool = True) -> Step:
        return Step(name, needs, lambda: self.started.append(name), lambda: is_ready)

    def test_wait_for_what_they_need(self) -> None:
        run_steps([self.step("order", "database", "schema"), self.step("schema", "database"), self.step("database")])
        self.assertEqual(["database", "schema", "order"], self.started)

    def test_that_never_become_ready_are_named_and_hold_back_who_needs_them(self) -> None:
        with self.assertRaisesRegex(Failure, "Not ready after 0 s: database"):
            run_steps([self.step("database", is_ready=False), self.step("schema", "database")], deadline_seconds=0)
        self.assertEqual(["database"], self.started)

    def test_that_need_what_is_not_there_do_not_wait_forever(self) -> None:
        with self.assertRaisesRegex(Failure, "schema"):
            run_steps([self.step("schema", "databse")], deadline_seconds=0)


class StepsThatAreWatched(TestCase):
    """While one process is seen with another id each time."""

    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        self.looks = 0
        replace(self, bringup, "POLL_SECONDS", 0)
        quiet = contextlib.redirect_stdout(io.StringIO())
        quiet.__enter__()
        self.addCleanup(quiet.__exit__, None, None, None)

    def run_while(self, restless: str) -> None:
        def processes(_: Supervisor) -> dict[str, Process]:
            self.looks += 1
            return {restless: Process(self.looks, "RUNNING")}

        replace(self, Supervisor, "processes", processes)
        order = Step("order-1", (), lambda: None, lambda: self.looks > 2 * bringup.TOO_MANY_STARTS, "order-1")
        edge = Step("the edge (order)", ["order-1"], lambda: None, lambda: True, "edge")
        run_steps([order, edge], Watch(self.state, Supervisor(self.state)))

    def test_fail_when_one_of_them_ends_again_and_again(self) -> None:
        for restless in ("order-1", "edge"):
            with self.subTest(restless), self.assertRaisesRegex(Failure, f"{restless} ends again and again"):
                self.looks = 0
                self.run_while(restless)

    def test_go_on_when_something_else_does(self) -> None:
        self.run_while("zipkin")


class LateSteps(TestCase):
    def test_are_told_with_the_verb_that_prints_their_log(self) -> None:
        state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, state.root)
        (state.folder("logs") / "edge.log").write_text("no such file\n", encoding="utf-8")
        told = Watch(state, Supervisor(state)).describe(Step("the edge (order)", (), lambda: None, lambda: False, "edge"))
        self.assertRegex(told, r"(?s)^the edge \(order\).*\./watertight logs edge;.*edge\.log ends with:\n +no such file")


class TheEdge(TestCase):
    def is_ready(self, passing: Sequence[bool], servers: int) -> bool:
        entries = [Registration(f"order-{number}", 1, is_passing) for number, is_passing in enumerate(passing)]
        replace(self, probes, "registrations", lambda port, service: entries)
        replace(self, probes, "edge_servers", lambda port, service: servers)
        return bringup.edge_step(ports.WELL_KNOWN, "order", []).is_ready()

    def test_is_ready_once_it_has_all_that_pass(self) -> None:
        self.assertFalse(self.is_ready([True, True], 1))
        self.assertTrue(self.is_ready([True, True], 2))
        self.assertTrue(self.is_ready([True, False], 1))

    def test_is_not_ready_while_none_is_known_to_pass(self) -> None:
        self.assertFalse(self.is_ready([], 0))
        self.assertFalse(self.is_ready([False], 0))


class Interrupts(TestCase):
    def setUp(self) -> None:
        self.heard: list[int] = []
        for number in INTERRUPTS:
            self.addCleanup(signal.signal, number, signal.signal(number, lambda number, _: self.heard.append(number)))

    def test_take_effect_once_what_is_under_way_is_finished(self) -> None:
        done: list[str] = []
        for number in INTERRUPTS:
            with self.subTest(signal=number), self.assertRaises(KeyboardInterrupt) as interrupt, finishing():
                signal.raise_signal(number)
                done.append("all of it")
            self.assertEqual((number,), interrupt.exception.args)
        self.assertEqual(["all of it"] * 3, done)

    def test_do_not_keep_a_stack_from_being_cleaned_up(self) -> None:
        with uninterrupted():
            for number in INTERRUPTS:
                signal.raise_signal(number)
        self.assertEqual([], self.heard)


class TakingDown(TestCase):
    def setUp(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.base)
        self.state = State(self.base / "shop")

    def test_ends_what_a_supervisor_that_ends_meanwhile_does_not(self) -> None:
        def gone(_: Supervisor) -> None:
            raise Failure("The supervisor does not answer.")

        replace(self, Supervisor, "is_running", lambda supervisor: True)
        replace(self, Supervisor, "processes", gone)
        left = subprocess.Popen(["sleep", "1000"], env=processes.environment(self.state.folder()))
        self.addCleanup(left.kill)
        self.assertEqual(1, bringup.take_down(self.state))
        self.assertIsNotNone(left.poll())

    def test_leaves_no_file_when_it_purges(self) -> None:
        self.state.folder("data", "order-1")
        bringup.purge(self.state)
        self.assertEqual([], list(self.base.iterdir()))

    def test_purges_nothing_of_whoever_begins_meanwhile(self) -> None:
        rmtree = shutil.rmtree

        def begin_and_remove(folder: Path, **options: Any) -> None:
            self.state.folder("begun")
            rmtree(folder, **options)

        replace(self, shutil, "rmtree", begin_and_remove)
        bringup.purge(self.state)
        self.assertEqual(["shop", "shop/begun"], sorted(str(path.relative_to(self.base)) for path in self.base.rglob("*")))

    def test_purges_a_folder_that_cannot_be_moved(self) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError

        self.state.folder("data")
        replace(self, Path, "rename", refuse)
        bringup.purge(self.state)
        self.assertEqual([], list(self.base.iterdir()))


class BringingUp(TestCase):
    def test_waits_until_the_edge_has_all_replicas(self) -> None:
        stack = [Part("edge", [], lambda: True), *(Part(f"{service}-1", [], lambda: True, service=service) for service in SERVICES)]
        steps: list[Step] = []
        replace(self, parts, "all_parts", lambda state, table: stack)
        replace(self, releases, "of", lambda state, service: Release(service, "1", Path()))
        replace(self, bringup, "Schema", lambda state, table, release: release)
        replace(self, bringup, "schema_step", lambda release, *needs: Step(release.service, needs, lambda: None, lambda: True))
        replace(self, bringup, "run_steps", lambda all_steps, watch: steps.extend(all_steps))
        state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, state.root)
        bringup.bring_up(state, ports.WELL_KNOWN, Supervisor(state))
        waits = {step.name: set(step.needs) for step in steps}
        for service in SERVICES:
            self.assertEqual({"edge", f"{service}-1"}, waits[f"the edge ({service})"])
