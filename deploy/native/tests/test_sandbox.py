import os
import signal
import subprocess
from typing import Any
from unittest import TestCase

from watertight import sandbox

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
