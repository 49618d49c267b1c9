import os
import shutil
import tempfile
from pathlib import Path
from unittest import TestCase

from tests.replaced import replace, replace_environment
from watertight import needs
from watertight.failure import Failure


class Machine(TestCase):
    """A machine with nothing but what a test puts there."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        replace_environment(self, PATH=str(self.root / "bin"), JAVA_HOME="")
        replace(self, needs, "JDK_PLACES", (f"{self.root}/jvm/*",))

    def java(self, place: str, version: str, compiler: str = "javac") -> Path:
        home = self.root / place
        (home / "bin").mkdir(parents=True)
        (home / "release").write_text(f'IMPLEMENTOR="X"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
        (home / "bin" / compiler).touch()
        return home

    def program(self, name: str, says: str) -> None:
        file = self.root / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
        file.chmod(0o755)


class Jdk(Machine):
    def test_is_found_beside_others(self) -> None:
        self.java("jvm/a-17", "17.0.9")
        wanted = self.java("jvm/b-25", "25.0.1")
        self.java("jvm/a-26", "26")
        self.assertEqual(wanted, needs.jdk())

    def test_named_by_java_home_comes_first_if_it_is_one(self) -> None:
        self.java("jvm/a", "25")
        for version, is_taken in (("25.0.2", True), ("17", False)):
            home = self.java(f"home-{version}", version)
            replace_environment(self, JAVA_HOME=str(home))
            self.assertEqual(is_taken, needs.jdk() == home)

    def test_without_compiler_is_none(self) -> None:
        self.java("jvm/jre", "25", compiler="java")
        with self.assertRaisesRegex(Failure, "JDK 25 is missing[^$]*Get it: "):
            needs.jdk()


class Programs(Machine):
    def test_new_enough_are_taken(self) -> None:
        self.program("go", "go version go1.27.1 linux/amd64")
        self.assertEqual(str(self.root / "bin" / "go"), needs.go())

    def test_too_old_are_named_with_their_version(self) -> None:
        self.program("go", "go version go1.9.7 linux/amd64")
        with self.assertRaisesRegex(Failure, r"Go 1\.26 or newer is needed; .*/go is 1\.9\.7"):
            needs.go()

    def test_of_node_are_two(self) -> None:
        self.program("node", "v20.11.0")
        with self.assertRaisesRegex(Failure, "(?s)npm, which belongs to Node, is missing.*apt-get install npm"):
            needs.node()
        self.program("npm", "10.2.4")
        self.assertEqual(str(self.root / "bin" / "node"), needs.node())

    def test_all_that_is_missing_is_told_at_once(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)JDK 25.*Go 1.26.*Node 20"):
            needs.check(needs.jdk, needs.go, needs.node)

    def test_that_pin_processes_to_cores_come_with_the_system(self) -> None:
        with self.assertRaisesRegex(Failure, r"(?s)taskset of util-linux .* is missing.*apt-get install util-linux"):
            needs.taskset()
        self.program("taskset", "taskset from util-linux 2.38.1")
        self.assertEqual(str(self.root / "bin" / "taskset"), needs.taskset())

    def test_of_another_maker_are_not_taken_for_it(self) -> None:
        self.program("taskset", "BusyBox v1.36.1 (2023-11-07) multi-call binary.")
        with self.assertRaisesRegex(Failure, "taskset of util-linux"):
            needs.taskset()


class Cores(TestCase):
    def test_are_those_the_caller_may_use(self) -> None:
        replace(self, os, "sched_getaffinity", lambda pid: {3})
        with self.assertRaisesRegex(Failure, r"(?s)Two cores are needed, .* 1 may be used.*taskset --all-tasks --pid --cpu-list 0,1"):
            needs.two_cores()
        replace(self, os, "sched_getaffinity", lambda pid: {0, 3})
        needs.two_cores()
