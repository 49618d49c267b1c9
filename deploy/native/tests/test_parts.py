import os
import shutil
import tempfile
from pathlib import Path
from typing import Mapping, Optional
from unittest import TestCase

from watertight import alertmanager, grafana, haproxy, needs, parts, ports
from watertight.failure import Failure
from watertight.parts import Part
from watertight.state import State

from .replaced import replace, replace_environment


class Parts(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        replace(self, needs, "jdk", lambda: Path("/jdk"))
        replace(self, needs, "haproxy", lambda: "/usr/sbin/haproxy")
        haproxy.remember(self.state)
        self.state.remember_releases({"acquirer": "0.1.0-0a1b2c3d"})

    def part(self, name: str) -> Part:
        return next(part for part in parts.infrastructure(self.state, ports.WELL_KNOWN) if part.name == name)


class Acquirer(Parts):
    def test_runs_from_a_release_which_no_build_writes_over(self) -> None:
        release = self.state.root / "releases" / "acquirer" / "0.1.0-0a1b2c3d"
        self.assertIn(str(release / "acquirer.jar"), self.part("acquirer").command)


class Edge(Parts):
    def test_is_what_the_machine_had_when_the_stack_was_started(self) -> None:
        replace(self, needs, "haproxy", lambda: self.fail("it was looked for, and might have been installed"))
        self.assertEqual("/usr/sbin/haproxy", self.part("edge").command[0])

    def test_of_a_stack_that_was_started_otherwise_is_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)not known which HAProxy .*down, then up"):
            haproxy.of(State(self.state.root / "other"))


class Grafana(Parts):
    FOUND = needs.Grafana(Path("/bin/grafana"), Path("/home"))

    def test_is_a_part_if_the_machine_had_it_when_the_stack_was_started(self) -> None:
        self.start_with(self.FOUND)
        replace(self, needs, "grafana", lambda: None)
        self.assertEqual(["/bin/grafana server --homepath=/home"], self.commands())

    def test_is_none_if_only_a_later_caller_has_it(self) -> None:
        for before in (self.FOUND, None):
            self.start_with(before)
        replace(self, needs, "grafana", lambda: self.FOUND)
        self.assertEqual([], self.commands())

    def start_with(self, found: Optional[needs.Grafana]) -> None:
        replace(self, needs, "grafana", lambda: found)
        grafana.remember(self.state)

    def commands(self) -> list[str]:
        return [" ".join(part.command) for part in parts.infrastructure(self.state, ports.WELL_KNOWN) if part.name == "grafana"]


class Alertmanager(Parts):
    def test_tells_nobody_as_shipped(self) -> None:
        self.assertEqual(self.shipped(), self.named_again(None))

    def test_tells_whom_it_was_told_until_that_is_taken_back(self) -> None:
        team = self.state.root / "team.yml"
        team.touch()
        for named in (str(team), None):
            self.assertEqual(f"--config.file={team}", self.named_again(named))
        self.assertFalse(alertmanager.is_other(self.state))
        self.assertEqual(self.shipped(), self.named_again(""))

    def test_is_not_started_to_tell_nobody_by_mistake(self) -> None:
        for named in ("/nowhere/team.yml", None):
            with self.assertRaisesRegex(Failure, "/nowhere/team.yml says, and there is no such file"):
                self.named_again(named)

    def test_is_another_one_when_somebody_names_it(self) -> None:
        self.named_again(None)
        replace_environment(self, **{alertmanager.CONFIGURATION_VARIABLE: "team.yml"})
        self.assertTrue(alertmanager.is_other(self.state))

    def shipped(self) -> str:
        return f"--config.file={self.state.root}/config/alertmanager/alertmanager.yml"

    def named_again(self, file: Optional[str]) -> str:
        replace_environment(self, **{alertmanager.CONFIGURATION_VARIABLE: file or ""})
        if file is None:
            del os.environ[alertmanager.CONFIGURATION_VARIABLE]
        alertmanager.remember(self.state)
        return self.part("alertmanager").command[1]


class Collector(Parts):
    def setUp(self) -> None:
        super().setUp()
        replace_environment(self, **dict.fromkeys(parts.SAMPLING_VARIABLES, ""))

    def test_samples_as_the_caller_says(self) -> None:
        replace_environment(self, SAMPLING_PERCENTAGE="10", DECISION_WAIT="5s")
        self.assertEqual({"SAMPLING_PERCENTAGE": "10", "DECISION_WAIT": "5s"}, self.sampling())

    def test_samples_as_its_configuration_says_when_the_caller_says_nothing(self) -> None:
        self.assertEqual({}, self.sampling())
        for name in parts.SAMPLING_VARIABLES:
            os.environ.pop(name)
        self.assertEqual({}, self.sampling())

    def sampling(self) -> Mapping[str, str]:
        return {name: value for name, value in self.part("otel-collector").environment.items() if not name.startswith("OTELCOL_METRICS_")}
