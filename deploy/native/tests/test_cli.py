import contextlib
import io
from unittest import TestCase

from watertight import cli
from watertight.failure import Failure


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
