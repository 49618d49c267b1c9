import argparse
import contextlib
import io
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Sequence
from unittest import TestCase

from watertight import checks, cli, drills, needs, parts, places, ports, quotas, sandbox, tools
from watertight.failure import Failure
from watertight.state import SERVICES
from watertight.supervision import Supervisor

from .replaced import replace

SOURCES = places.ROOT / "drills" / "src" / "test" / "java" / "dev" / "watertight" / "drills"
ALL = (*drills.DRILLS.values(), *drills.BENCHES.values(), *drills.EXPERIMENTS.values())


@dataclass
class Stack:
    """Only remembers that it was taken down."""

    taken_down: list[str] = field(default_factory=list)

    def take_down(self) -> None:
        self.taken_down.append("once")


class DrillStack(TestCase):
    def setUp(self) -> None:
        self.stack = Stack()
        replace(self, drills, "DRILL", self.stack)

    def test_is_taken_down_at_the_end_unless_it_shall_be_kept(self) -> None:
        self.assertFalse(drills.on_a_stack(lambda: False, keep=True))
        self.assertEqual([], self.stack.taken_down)
        self.assertTrue(drills.on_a_stack(lambda: True, keep=False))
        self.assertEqual(["once"], self.stack.taken_down)

    def test_is_taken_down_when_interrupted_even_if_it_should_be_kept(self) -> None:
        def interrupted() -> bool:
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            drills.on_a_stack(interrupted, keep=True)
        self.assertEqual(["once"], self.stack.taken_down)


def reports_folder(test: TestCase) -> Path:
    folder = Path(tempfile.mkdtemp())
    test.addCleanup(shutil.rmtree, folder)
    replace(test, drills, "REPORTS", folder)
    return folder


class Reports(TestCase):
    def test_are_only_those_of_this_run(self) -> None:
        folder = reports_folder(self)
        (folder / "money-1.html").touch()
        earlier = drills.reports()
        (folder / "money-2.html").touch()
        (folder / "money-2.json").touch()
        self.assertEqual({folder / "money-2.html"}, drills.reports() - earlier)


class WhatIsLeft(TestCase):
    def setUp(self) -> None:
        replace(self, sandbox, "HOME", reports_folder(self))
        replace(self, needs, "check", lambda *names: None)
        replace(self, needs, "jdk", lambda: Path("/jdk"))
        replace(self, tools, "ensure", lambda names: None)
        replace(self, sandbox, "with_stack", lambda stages, run: [False])

    def told(self) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            self.assertEqual(1, cli.main(["drill", "money", "--keep"]))
        return shown.getvalue()

    def test_is_its_logs_where_the_stack_did_not_come_up(self) -> None:
        self.assertEqual(f"\nits logs: {sandbox.DRILL.state.root / 'logs'}\n", self.told())

    def test_is_a_stack_that_is_up(self) -> None:
        replace(self, Supervisor, "is_running", lambda supervisor: True)
        self.assertRegex(self.told(), "the stack is left up: .* status, fault list, audit, logs or down\n")


class Command(TestCase):
    def test_runs_one_drill_with_its_settings(self) -> None:
        reports_folder(self)
        command = checks.drills(ports.WELL_KNOWN, "MoneyDrill", *drills.settings(drills.DRILLS["money"], True, 7))
        for argument in ("-Dtest=MoneyDrill", "-Dwatertight.edge=http://127.0.0.1:8080", "-Dwatertight.drill.long=true"):
            self.assertIn(argument, command)
        self.assertIn("-Dwatertight.drill.seed=7", command)

    def test_has_no_seed_where_nothing_is_done_at_random(self) -> None:
        reports_folder(self)
        self.assertFalse([argument for argument in drills.settings(drills.DRILLS["rollout"], True, 7) if "seed" in argument])

    def test_runs_all_tests_when_none_is_named(self) -> None:
        self.assertEqual([], [argument for argument in checks.drills(ports.WELL_KNOWN) if "-Dtest" in argument])

    def test_experiments_with_the_services_that_are_named(self) -> None:
        self.assertIn("-Dwatertight.services=order", drills.experiment_settings(["order"]))
        self.assertIn("-Dwatertight.services=user,product,order,payment", drills.experiment_settings(SERVICES))


class Time(TestCase):
    def test_is_as_much_longer_as_there_are_services(self) -> None:
        one = drills.Drill("TeaExperiment", "how tea scales", 15, 45)
        self.assertEqual(one, drills.for_each(one, ["order"]))
        self.assertEqual(drills.Drill("TeaExperiment", "how tea scales", 60, 180), drills.for_each(one, SERVICES))

    def test_of_an_experiment_is_for_the_services_asked_for(self) -> None:
        given: list[int] = []

        def run(verb: str, chosen: drills.Drill, *_: object) -> int:
            given.append(chosen.minutes)
            return 0

        replace(self, drills, "_run", run)
        cli.main(["experiment", "scaling"])
        cli.main(["experiment", "scaling", "--service", "order"])
        self.assertEqual([100, 25], given)

    def test_of_a_drill_begins_once_its_tools_are_built(self) -> None:
        def build(names: Sequence[str]) -> None:
            raise Failure(f"building {', '.join(names)}")

        replace(self, needs, "check", lambda *names: None)
        replace(self, tools, "ensure", build)
        replace(self, drills, "DRILL", None)  # of which nothing is asked before
        for words, more in ((["drill", "money"], []), (["drill", "isolation"], ["toxiproxy", "k6"]), (["experiment", "scaling"], ["k6"])):
            shown = io.StringIO()
            with self.subTest(words=words), contextlib.redirect_stderr(shown):
                self.assertEqual(1, cli.main(words))
                self.assertEqual(f"building {', '.join([*parts.RUNTIME_TOOLS, *more])}\n", shown.getvalue())


class Needs(TestCase):
    def told(self, *words: str) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            self.assertEqual(1, cli.main(words))
        return shown.getvalue()

    def test_are_told_before_anything_is_built(self) -> None:
        def missing(name: str) -> None:
            raise Failure(f"No {name}.")

        replace(self, tools, "ensure", lambda names: self.fail("it was built"))
        replace(self, needs, "jdk", lambda: None)
        for name in ("go", "haproxy", "taskset", "two_cores"):
            replace(self, needs, name, partial(missing, name))
        replace(self, quotas, "require", partial(missing, "quotas"))
        self.assertEqual("No go.\nNo haproxy.\n", self.told("drill", "money"))
        self.assertEqual("No go.\nNo haproxy.\nNo quotas.\n", self.told("drill", "isolation"))
        self.assertEqual("No go.\nNo haproxy.\nNo taskset.\nNo two_cores.\nNo quotas.\n", self.told("experiment", "scaling"))

    def test_are_quotas_where_a_part_is_slowed(self) -> None:
        """By its class, one that this names, or their files: a verb of `./watertight fault` is a word in quotes, a row or a cause there."""
        sources = {file.stem: file.read_text(encoding="utf-8") for file in SOURCES.rglob("*.java")}
        for name, file in (("Matrix", "isolation.yaml"), ("Incident", "oncall.yaml")):
            sources[name] = (places.ROOT / "drills" / file).read_text(encoding="utf-8")
        for one in ALL:
            named = sources.keys() & set(re.findall(r"\w+", sources[one.test]))
            with self.subTest(one.test):
                self.assertEqual(
                    one.sets_quotas, any(re.search(r'"slow"|^  slow |cause: fault slow ', sources[name], re.MULTILINE) for name in named)
                )


class Flags(TestCase):
    def test_are_offered_where_they_mean_something(self) -> None:
        for name, are_offered in (("bench", False), ("drill", True), ("experiment", True)):
            parser = argparse.ArgumentParser()
            cli.find(name).arguments(parser)
            with self.subTest(verb=name):
                self.assertIn("--keep", parser.format_help())
                self.assertEqual([are_offered] * 2, [flag in parser.format_help() for flag in ("--long", "--seed")])

    def test_that_would_change_nothing_are_refused(self) -> None:
        for words in (
            ["overload", "--long"],
            ["outage", "--long"],
            ["outage", "--seed", "0"],
            ["rollout", "--seed", "7"],
            ["money", "--alert", "LoadShed"],
        ):
            shown = io.StringIO()
            with self.subTest(words=words), contextlib.redirect_stderr(shown):
                self.assertEqual(1, cli.main(["drill", *words]))
            message = f"drill {words[0]} knows no {words[1]}: it would change nothing.\n  ./watertight drill --help"
            self.assertIn(message, shown.getvalue())

    def test_name_an_alert_that_is_drilled(self) -> None:
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown), self.assertRaises(SystemExit):
            cli.main(["drill", "oncall", "--alert", "LoadShedd"])
        self.assertIn("invalid choice: 'LoadShedd' (choose from", shown.getvalue())

    def test_tell_whom_they_are_for(self) -> None:
        parser = argparse.ArgumentParser()
        drills.drill_arguments(parser)
        told = " ".join(parser.format_help().split())
        self.assertIn("a proof that lasts (money, keys, rollout, isolation, oncall, soak, deploy)", told)
        self.assertIn("with this seed (money, keys, isolation, oncall, surprise)", told)

    def test_of_a_bench_are_those_of_a_short_run(self) -> None:
        asked: list[argparse.Namespace] = []

        def run(verb: str, chosen: drills.Drill, arguments: argparse.Namespace) -> int:
            asked.append(arguments)
            return 0

        replace(self, drills, "_run", run)
        cli.main(["bench", "orders"])
        self.assertEqual([argparse.Namespace(name="orders", long=False, seed=None, keep=False)], asked)


class Names(TestCase):
    def test_are_each_of_a_class_there_is(self) -> None:
        for one in ALL:
            self.assertTrue((SOURCES / f"{one.test}.java").is_file(), one.test)

    def test_of_services_that_nobody_knows_are_refused(self) -> None:
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown), self.assertRaises(SystemExit) as left:
            cli.main(["experiment", "scaling", "--service", "tea"])
        self.assertEqual(2, left.exception.code)
        self.assertIn("'tea' (choose from", shown.getvalue())

    def test_that_nobody_knows_are_refused_with_those_there_are(self) -> None:
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown), self.assertRaises(SystemExit) as left:
            cli.main(["drill", "tea"])
        self.assertEqual(2, left.exception.code)
        self.assertIn("money", shown.getvalue())
