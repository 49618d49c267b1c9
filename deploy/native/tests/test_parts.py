import os
import shutil
import tempfile
from pathlib import Path
from typing import Mapping
from unittest import TestCase

from watertight import needs, parts, ports
from watertight.state import State

from .replaced import replace, replace_environment


class Collector(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        replace(self, needs, "jdk", lambda: Path("/jdk"))
        replace(self, needs, "haproxy", lambda: "haproxy")
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
        collector = next(part for part in parts.infrastructure(self.state, ports.WELL_KNOWN) if part.name == "otel-collector")
        return {name: value for name, value in collector.environment.items() if not name.startswith("OTELCOL_METRICS_")}
