import contextlib
import io
from unittest import TestCase

from watertight import cli


class Scale(TestCase):
    def test_refuses_what_is_no_number_of_replicas(self) -> None:
        for count in ("0", "-1", "500", "13", "two", "²", "1.5"):
            shown = io.StringIO()
            with self.subTest(count=count), contextlib.redirect_stderr(shown), self.assertRaises(SystemExit) as left:
                cli.main(["scale", "order", count])
            self.assertEqual(2, left.exception.code)
            self.assertIn(f"'{count}' is not a number from 1 to 12", shown.getvalue())
