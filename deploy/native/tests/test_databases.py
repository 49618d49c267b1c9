import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Mapping, Sequence
from unittest import TestCase

from watertight import credentials, databases
from watertight.state import SERVICES, State, write

from .replaced import replace


class Installation:
    """Stands in for the program that makes a data folder."""

    environments: list[Mapping[str, str]] = []
    returncode = 0

    def __init__(self, command: Sequence[str], env: Mapping[str, str], **_: object) -> None:
        Path(next(word for word in command if word.startswith("--datadir=")).partition("=")[2]).mkdir()
        self.environments.append(env)

    def communicate(self) -> tuple[str, str]:
        return "", ""


class Databases(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        for service in SERVICES:
            for account in credentials.ACCOUNTS:
                write(credentials.password_file(self.state, service, account), "secret")

    def test_are_made_by_processes_of_their_stack(self) -> None:
        replace(self, Installation, "environments", [])
        replace(self, subprocess, "Popen", Installation)
        databases.prepare(self.state)
        self.assertEqual([str(self.state.root)] * 4, [environment["WATERTIGHT_STACK"] for environment in Installation.environments])
        self.assertTrue(databases.data(self.state, "order").is_dir())
