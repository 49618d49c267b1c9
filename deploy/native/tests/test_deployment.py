import contextlib
import dataclasses
import io
import os
import shutil
import signal
import sys
import tempfile
import unittest
from functools import partial
from pathlib import Path
from typing import Iterable

from watertight import bringup, cli, deployment, jars, needs, operations, parts, ports, probes, processes, releases, supervision, tools
from watertight.parts import Part
from watertight.probes import Registration
from watertight.state import State
from watertight.supervision import Supervisor

from .made_jars import make_jar
from .replaced import replace, replace_environment

# Stands in for Java: the jar says what it does, and a healthy service is a process that only sleeps.
JAVA = f"""#!{sys.executable}
import os, sys, zipfile
jar, command = sys.argv[-2:]
content = zipfile.ZipFile(jar).read("content").decode()
with open(os.environ["WATERTIGHT_STACK"] + "/told", "a") as told:
    told.write(command + " " + content + chr(10))
if command == "migrate" and "refuses to migrate" in content or command == "serve" and "dies" in content:
    sys.exit("the jar " + content)
if "never migrates" in content:
    os.execlp("sleep", "sleep", "3000")
if command == "serve":
    os.execlp("sleep", "sleep", "2000" if "hangs" in content else "1000")
"""


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "supervisor").is_built, "./watertight tools makes the supervisor")
class Deploy(unittest.TestCase):
    """On a stack of two replicas of Order, one of Payment and an edge."""

    def setUp(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.base)
        self.state = State(self.base / "state")
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root))
        self.replace_what_takes_long()
        ports.remember(ports.WELL_KNOWN, self.state)
        self.state.remember_replicas({"user": 0, "product": 0, "order": 2, "payment": 1})
        self.old = releases.install(self.state, "order", self.jar("old")).version
        payment = releases.install(self.state, "payment", self.jar("old", "payment")).version
        self.state.remember_releases({"order": self.old, "payment": payment})
        stack = parts.all_parts(self.state, ports.WELL_KNOWN)
        supervision.write_configuration(self.state, stack)
        self.supervisor = Supervisor(self.state)
        self.supervisor.launch()
        self.addCleanup(bringup.take_down, self.state)
        with contextlib.redirect_stdout(io.StringIO()):
            bringup.run_steps([dataclasses.replace(bringup.part_step(part, self.supervisor), needs=()) for part in stack])

    def replace_what_takes_long(self) -> None:
        java = self.base / "jdk" / "bin" / "java"
        java.parent.mkdir(parents=True)
        java.write_text(JAVA, encoding="utf-8")
        java.chmod(0o755)
        replace(self, needs, "jdk", lambda: java.parent.parent)
        replace(self, probes, "passes", lambda port, service, name: partial(self.serves, name))
        replace(self, probes, "registrations", lambda port, service: [Registration(f"{service}-1", 1, True)])
        replace(self, probes, "edge_servers", lambda port, service: 1)
        replace(self, operations, "REPLICA_DEADLINE_SECONDS", 15)
        replace(self, bringup, "TOO_MANY_STARTS", 3)
        edge = Part("edge", ["sleep", "1000"], lambda: True)
        replace(self, parts, "infrastructure", lambda state, table: [edge])

    def jar(self, content: str, service: str = "order") -> Path:
        return make_jar(self.base / "target" / f"{service}.jar", service, content)

    def serves(self, name: str) -> bool:
        return processes.command_line(self.pid(name)) == "sleep 1000"

    def pid(self, name: str) -> int:
        return self.supervisor.processes()[name].pid

    def version(self, name: str) -> str:
        """What the process itself was told."""
        environment = Path(f"/proc/{self.pid(name)}/environ").read_text(encoding="utf-8").split("\0")
        return next(entry.partition("=")[2] for entry in environment if entry.startswith("SHOP_VERSION="))

    def versions(self) -> list[str]:
        return [self.version("order-1"), self.version("order-2")]

    def told(self) -> list[str]:
        return (self.state.root / "told").read_text(encoding="utf-8").splitlines()

    def say(self, *words: str, code: int = 0) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(["deploy", *words]), shown.getvalue())
        return shown.getvalue()

    def test_takes_all_replicas_to_a_jar_and_back(self) -> None:
        others = self.pid("payment-1"), self.pid("edge")
        shown = self.say("order", "--jar", str(self.jar("new")))
        new = releases.of(self.state, "order").version
        self.assertEqual([new, new], self.versions())
        self.assertNotEqual(self.old, new)
        self.assertIn(f"order runs {new}\nback: ./watertight deploy order {self.old}\n", shown)
        self.assertIn(f"back: ./watertight deploy order {new}\n", self.say("order", self.old))
        self.assertEqual([self.old, self.old], self.versions())
        self.assertEqual(others, (self.pid("payment-1"), self.pid("edge")))

    def test_migrates_once_before_it_touches_a_replica(self) -> None:
        self.say("order", "--jar", str(self.jar("new")))
        self.assertEqual(["migrate new", "serve new", "serve new"], self.told()[-3:])
        new = releases.of(self.state, "order").version
        self.say("order", self.old)
        self.say("order", new)
        self.assertEqual(1, self.told().count("migrate new"))

    def test_builds_what_the_sources_say_when_no_version_is_named(self) -> None:
        built: list[Path] = []
        replace(self, jars, "ensure", built.append)
        replace(self, jars, "path", lambda service: self.jar("newer", service))
        self.say("order")
        self.assertEqual([self.state.log("maven")], built)
        self.assertEqual("serve newer", self.told()[-1])

    def test_one_replica_after_the_other_and_first_what_is_not_well(self) -> None:
        replace(self, probes, "passes", lambda port, service, name: partial(self.serves, name))
        self.supervisor.stop(["order-2"])
        shown = self.say("order", "--jar", str(self.jar("new")))
        self.assertEqual(["order-2", "order-1"], [line.split()[0] for line in shown.splitlines() if " after " in line])

    def test_a_release_that_does_not_start_touches_one_replica_which_goes_back(self) -> None:
        untouched = self.pid("order-2")
        shown = self.say("order", "--jar", str(self.jar("dies")), code=1)
        self.assertIn("does not serve. order-1 ends again and again", shown)
        self.assertIn("the jar dies", shown)
        self.assertIn(f"order-1 runs {self.old}, order-2 runs {self.old}\n", shown)
        self.assertEqual([self.old, self.old], self.versions())
        self.assertTrue(self.serves("order-1"))
        self.assertEqual(untouched, self.pid("order-2"))
        self.assertEqual(self.old, self.state.releases()["order"])

    def test_a_release_that_is_never_healthy_goes_back(self) -> None:
        replace(self, operations, "REPLICA_DEADLINE_SECONDS", 5)
        shown = self.say("order", "--jar", str(self.jar("hangs")), code=1)
        self.assertIn("does not serve. Not ready after 5 s: order-1", shown)
        self.assertEqual([self.old, self.old], self.versions())

    def test_a_migration_that_is_refused_touches_no_replica(self) -> None:
        before = self.pid("order-1"), self.pid("order-2")
        shown = self.say("order", "--jar", str(self.jar("refuses to migrate")), code=1)
        self.assertRegex(shown, r"(?s)schema of order could not be set up.*the jar refuses to migrate")
        self.assertEqual(before, (self.pid("order-1"), self.pid("order-2")))
        self.assertEqual(self.old, self.state.releases()["order"])

    def test_a_migration_that_takes_too_long_is_ended(self) -> None:
        replace(self, deployment, "MIGRATION_SECONDS", 0.5)
        self.assertIn("Not ready after 0 s: order schema", self.say("order", "--jar", str(self.jar("never migrates")), code=1))
        self.assertNotIn("sleep 3000", [processes.command_line(pid) for pid in processes.of_stack(self.state.root)])
        self.assertEqual([self.old, self.old], self.versions())

    def test_an_interrupt_waits_until_the_replica_serves(self) -> None:
        stop = Supervisor.stop

        def stop_and_interrupt(supervisor: Supervisor, names: Iterable[str]) -> None:
            stop(supervisor, names)
            Supervisor.stop = stop  # type: ignore[method-assign]
            os.kill(os.getpid(), signal.SIGINT)

        replace(self, Supervisor, "stop", stop_and_interrupt)
        shown = self.say("order", "--jar", str(self.jar("new")), code=cli.SIGNALLED + signal.SIGINT)
        new = self.version("order-1")
        self.assertNotEqual(self.old, new)
        self.assertEqual(self.old, self.version("order-2"))
        self.assertTrue(self.serves("order-1"))
        self.assertIn(f"order-1 runs {new}, order-2 runs {self.old}; ./watertight deploy order", shown)
        first = self.pid("order-1")
        self.assertIn(f"back: ./watertight deploy order {self.old}", self.say("order", new))
        self.assertEqual([new, new], self.versions())
        self.assertEqual(first, self.pid("order-1"))

    def test_one_that_is_started_again_meanwhile_is_stopped_once_more(self) -> None:
        releases.remember(self.state, "order-1", releases.install(self.state, "order", self.jar("new")), ["order-1", "order-2"])
        supervision.write_configuration(self.state, parts.all_parts(self.state, ports.WELL_KNOWN))
        stop = self.supervisor.stop
        replace(self, self.supervisor, "stop", lambda names: replace(self, self.supervisor, "stop", stop))  # the first stop is in vain
        self.supervisor.adopt_configuration("order-1")
        self.assertEqual(supervision.Process(0, "STOPPED"), self.supervisor.processes()["order-1"])

    def test_what_runs_already_is_left_alone(self) -> None:
        before = self.pid("order-1")
        self.assertEqual(f"order runs {self.old} already\n", self.say("order", self.old[:-3]))
        self.assertEqual(before, self.pid("order-1"))

    def test_what_a_fault_holds_is_not_deployed(self) -> None:
        self.state.remember_faults({"order-2": "paused"})
        self.assertIn("A fault holds: order-2 is paused", self.say("order", "--jar", str(self.jar("new")), code=1))
        self.state.remember_faults({"edge": "killed", "payment-1": "killed"})
        self.assertIn("A fault holds: edge is killed.\n", self.say("order", "--jar", str(self.jar("new")), code=1))
        self.assertEqual([self.old, self.old], self.versions())

    def test_bad_input_is_a_message(self) -> None:
        replace(self, jars, "ensure", lambda log: self.fail("the sources were built"))
        self.assertIn(f"There is no release 'x1' of order.\n  There are: {self.old}.", self.say("order", "x1", code=1))
        self.assertIn(f"There is no release '' of order.\n  There are: {self.old}.", self.say("order", "", code=1))
        self.assertIn("is the jar of payment, not of order", self.say("order", "--jar", str(self.jar("new", "payment")), code=1))
        for words in (["tea"], ["order", "1", "--jar", "order.jar"], []):
            with self.assertRaises(SystemExit) as left, contextlib.redirect_stderr(io.StringIO()):
                cli.main(["deploy", *words])
            self.assertEqual(2, left.exception.code)
        with self.state.changing():
            self.assertIn("Another ./watertight is changing", self.say("order", self.old, code=1))

    def test_list_marks_what_runs(self) -> None:
        self.say("order", "--jar", str(self.jar("new")))
        new = releases.of(self.state, "order").version
        self.assertEqual([[new, "runs order"], [self.old, ""]], self.listed())
        bringup.take_down(self.state)
        self.assertEqual([[new, ""], [self.old, ""]], self.listed())
        self.assertIn("Nothing is up", self.say("order", self.old, code=1))

    def listed(self) -> list[list[str]]:
        return [[line.split()[0], " ".join(line.split()[3:])] for line in self.say("order", "--list").splitlines()]

    def test_a_replica_that_is_added_runs_what_the_service_runs(self) -> None:
        self.say("order", "--jar", str(self.jar("new")))
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(0, cli.main(["scale", "order", "3"]))
            self.assertEqual(0, cli.main(["restart", "order-1"]))
        new = releases.of(self.state, "order").version
        self.assertEqual([new, new], [self.version("order-3"), self.version("order-1")])
