import os
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import places

DOCKER = """#!/bin/sh
case $* in *' config --services') printf 'order-1\\norder-2\\norder-db\\n' ;; esac
"""


class Compose(TestCase):
    """The operator's verbs on a Docker that only knows two replicas of Order."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.programs = Path(folder.name)
        docker = self.programs / "docker"
        docker.write_text(DOCKER, encoding="utf-8")
        docker.chmod(0o755)

    def say(self, *words: str, code: int = 1) -> str:
        environment = {**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}"}
        command = [str(places.ROOT / "deploy" / "compose" / "watertight"), *words]
        outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        self.assertEqual(code, outcome.returncode, outcome.stderr)
        return outcome.stderr

    def test_refuses_what_is_no_number_of_replicas(self) -> None:
        for count in ("0", "00", "-1", "two", "", "1.5"):
            with self.subTest(count=count):
                self.assertEqual(f"'{count}' is not a number from 1 to 2\n", self.say("scale", "order", count))

    def test_names_what_more_replicas_take(self) -> None:
        self.assertEqual("order has 2 replicas in docker-compose.yml; add order-3 there for more.\n", self.say("scale", "order", "3"))

    def test_scales_to_as_many_as_there_are(self) -> None:
        for count in ("1", "2"):
            self.say("scale", "order", count, code=0)

    def test_tells_which_verbs_are_the_same_for_every_platform(self) -> None:
        for verb in ("test", "drill", "bench", "experiment"):
            self.assertEqual(f"{verb} is the same for every platform: ./watertight {verb}\n", self.say(verb))
