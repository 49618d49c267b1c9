import os
import subprocess
import sys
from unittest import TestCase

from watertight import output, places


class Output(TestCase):
    def test_goes_nowhere_once_nobody_listens(self) -> None:
        reader, writer = os.pipe()
        with open(writer, "w", encoding="utf-8") as pipe:
            stream = output.outliving_its_listener(pipe)
            print("heard", file=stream, flush=True)
            self.assertEqual(b"heard\n", os.read(reader, 100))
            os.close(reader)
            print("not heard", file=stream, flush=True)
            self.assertEqual(os.stat(os.devnull).st_rdev, os.fstat(writer).st_rdev, "what is started later has it too")
            print("nor this", file=stream, flush=True)

    def test_of_the_command_fails_nothing(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "wb") as nobody:
            command = [sys.executable, str(places.NATIVE / "main.py"), "help"]
            outcome = subprocess.run(command, stdout=nobody, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((0, ""), (outcome.returncode, outcome.stderr))

    def test_that_fails_for_another_reason_is_told(self) -> None:
        descriptor = os.open("/dev/full", os.O_WRONLY)
        self.addCleanup(os.close, descriptor)
        with self.assertRaises(OSError):
            output.Unheard(descriptor, "w", closefd=False).write(b"no room")

    def test_is_encoded_as_before(self) -> None:
        reader, writer = os.pipe()
        with open(reader, encoding="latin-1") as heard:
            with open(writer, "w", encoding="latin-1") as pipe:
                print("é", file=output.outliving_its_listener(pipe), flush=True)
            self.assertEqual("é\n", heard.read())
