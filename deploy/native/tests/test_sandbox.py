import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from unittest import TestCase

from watertight import sandbox
from watertight.failure import Failure

from .replaced import replace


class Commands(TestCase):
    def setUp(self) -> None:
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))

    def test_that_are_interrupted_as_they_start_are_ended(self) -> None:
        started: list[subprocess.Popen[bytes]] = []
        popen = subprocess.Popen

        def start_and_interrupt(*arguments: Any, **options: Any) -> Any:
            started.append(popen(*arguments, **options))
            self.addCleanup(started[0].kill)
            signal.raise_signal(signal.SIGINT)
            return started[0]

        replace(self, subprocess, "Popen", start_and_interrupt)
        with self.assertRaises(KeyboardInterrupt):
            sandbox.Runner(os.environ, 60)(["sleep", "1000"])
        self.assertIsNotNone(started[0].poll())


class Stack(TestCase):
    def setUp(self) -> None:
        home = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, home)
        replace(self, sandbox, "HOME", home)
        replace(self, sandbox, "TURN_SECONDS", 0)

    def test_is_not_taken_down_while_another_changes_it(self) -> None:
        for end in (sandbox.TEST.take_down, sandbox.TEST.purge):
            with self.subTest(end=end), sandbox.TEST.state.changing(), self.assertRaisesRegex(Failure, "Another ./watertight"):
                end()

    def test_leaves_nothing_when_it_is_purged(self) -> None:
        sandbox.TEST.state.folder("data", "order-1")
        sandbox.TEST.purge()
        self.assertEqual([], list(sandbox.HOME.iterdir()))
