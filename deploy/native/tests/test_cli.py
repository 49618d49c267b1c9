import argparse
import contextlib
import io
import signal
from typing import Callable
from unittest import TestCase

from watertight import bringup, cli
from watertight.failure import Failure

from .replaced import replace


def interrupted_by(number: int) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        signal.raise_signal(number)
        return 0

    return run


class Interrupts(TestCase):
    def setUp(self) -> None:
        for number in bringup.INTERRUPTS:
            self.addCleanup(signal.signal, number, signal.signal(number, lambda *_: None))

    def say(self, number: int) -> int:
        replace(self, cli, "VERBS", [cli.Verb("wait", "wait", interrupted_by(number))])
        with contextlib.redirect_stderr(io.StringIO()):
            return cli.main(["wait"])

    def test_end_a_verb_with_the_number_of_the_signal(self) -> None:
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            with self.subTest(signal=number):
                self.assertEqual(code, self.say(number))

    def test_that_nohup_keeps_away_stay_away(self) -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.assertEqual(0, self.say(signal.SIGHUP))


class Verbs(TestCase):
    def test_an_unknown_one_names_the_nearest(self) -> None:
        for said, meant in (("stauts", "status"), ("tool", "tools"), ("dwn", "down"), ("restrat", "restart")):
            with self.subTest(said=said), self.assertRaisesRegex(Failure, f"no verb '{said}'[^$]*mean '{meant}'"):
                cli.find(said)

    def test_one_like_no_other_names_help(self) -> None:
        with self.assertRaisesRegex(Failure, "help lists them"):
            cli.find("xyzzy")

    def test_each_has_help(self) -> None:
        for verb in cli.VERBS:
            shown = io.StringIO()
            with self.subTest(verb=verb.name), contextlib.redirect_stdout(shown), self.assertRaises(SystemExit) as left:
                cli.main([verb.name, "--help"])
            self.assertEqual(0, left.exception.code)
            self.assertIn(verb.summary.split(";")[0].split(",")[0], shown.getvalue().replace("\n", " "))

    def test_a_failure_is_a_message_and_exit_code_1(self) -> None:
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            self.assertEqual(1, cli.main(["stauts"]))
        self.assertIn("Did you mean 'status'?", shown.getvalue())
        self.assertNotIn("Traceback", shown.getvalue())
