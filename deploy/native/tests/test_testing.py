import contextlib
import io
import shutil
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import checks, cli, needs, quotas, sandbox, tools
from watertight.checks import Run, Stage
from watertight.failure import Failure

from .replaced import replace


class Test(TestCase):
    def setUp(self) -> None:
        home = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, home)
        replace(self, sandbox, "HOME", home)
        replace(self, needs, "check", lambda *names: None)
        replace(self, needs, "jdk", lambda: Path("/jdk"))
        replace(self, tools, "ensure", lambda: None)
        replace(self, checks, "STANDALONE", [Stage("tea", lambda run: None)])

    def say(self, stage: Stage, code: int) -> str:
        replace(self, checks, "running", lambda table, state: [stage])
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            self.assertEqual(code, cli.main(["test"]))
        return shown.getvalue()

    def test_that_fails_tells_where_the_logs_of_its_stack_are(self) -> None:
        def fail(run: Run) -> None:
            raise Failure("no water")

        told = self.say(Stage("stack: up", fail), code=1)
        self.assertIn(f"1 passed, 1 failed\nlogs of its stack: {sandbox.TEST.state.root / 'logs'}\n", told)

    def test_that_passes_leaves_none(self) -> None:
        self.assertTrue(self.say(Stage("stack: up", lambda run: None), code=0).endswith("2 passed, 0 failed\n"))
        self.assertFalse(sandbox.TEST.state.root.exists())


class Needs(TestCase):
    def test_are_told_before_anything_is_built(self) -> None:
        def refuse() -> None:
            raise Failure("No quotas.")

        replace(self, tools, "ensure", lambda: self.fail("it was built"))
        for name in ("jdk", "go", "node", "haproxy"):
            replace(self, needs, name, lambda: None)
        replace(self, quotas, "require", refuse)
        with contextlib.redirect_stderr(io.StringIO()) as shown:
            self.assertEqual(1, cli.main(["test"]))
        self.assertEqual("No quotas.\n", shown.getvalue())
