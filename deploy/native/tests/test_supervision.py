import configparser
import shlex
import shutil
import subprocess
import tempfile
import xmlrpc.client
from pathlib import Path
from unittest import TestCase

from watertight import processes, supervision
from watertight.failure import Failure
from watertight.parts import Part
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace


def parsed(text: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return parser


class ProgramConfiguration(TestCase):
    PART = Part(
        "order-1", ["/opt/my java/bin/java", "-jar", "100%.jar"], lambda: True, environment={"SHOP_X": "50% off"}, stop_signal="USR1"
    )

    def setUp(self) -> None:
        self.program = parsed(supervision.program_configuration(self.PART, Path("/state/logs/order-1.log")))["program:order-1"]

    def test_keeps_arguments_whole(self) -> None:
        self.assertEqual(self.PART.command, shlex.split(self.program["command"].replace("%%", "%")))

    def test_escapes_what_supervisor_would_expand(self) -> None:
        self.assertIn("100%%.jar", self.program["command"])
        self.assertEqual('SHOP_X="50%% off"', self.program["environment"])

    def test_never_gives_up_and_waits_for_the_drain(self) -> None:
        self.assertGreater(int(self.program["startretries"]), 1_000_000)
        self.assertEqual("true", self.program["autorestart"])
        self.assertGreaterEqual(int(self.program["stopwaitsecs"]), 12)
        self.assertEqual("USR1", self.program["stopsignal"])

    def test_bounds_the_log(self) -> None:
        self.assertEqual("/state/logs/order-1.log", self.program["stdout_logfile"])
        self.assertNotEqual("0", self.program["stdout_logfile_maxbytes"])


class MainConfiguration(TestCase):
    def test_lets_only_the_owner_in(self) -> None:
        configuration = parsed(supervision.main_configuration(State(Path("/state")), Path("/state/run/supervisord.sock")))
        self.assertEqual("0600", configuration["unix_http_server"]["chmod"])
        self.assertEqual("077", configuration["supervisord"]["umask"])
        self.assertNotIn("inet_http_server", configuration)

    def test_includes_the_programs_wherever_the_state_folder_is(self) -> None:
        configuration = parsed(supervision.main_configuration(State(Path("/a b/50%")), Path("/a b/supervisord.sock")))
        self.assertEqual("programs/*.conf", configuration["include"]["files"])
        self.assertEqual("/a b/50%%/supervisord.pid", configuration["supervisord"]["pidfile"])


class WithoutASupervisor(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)

    def test_nothing_is_up(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)Nothing is up.*watertight up"):
            Supervisor(self.state).require_running()

    def test_what_it_is_asked_for_is_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)supervisor does not answer.*watertight down"):
            Supervisor(self.state).processes()

    def test_what_it_left_behind_is_counted(self) -> None:
        left = subprocess.Popen(["sleep", "60"], env=processes.environment(self.state.root))
        self.addCleanup(left.wait)
        self.addCleanup(left.kill)
        with self.assertRaisesRegex(Failure, "(?s)supervisor is gone; 1 processes still run.*watertight down"):
            Supervisor(self.state).require_running()


class ASupervisorThatIsAboutToEnd(TestCase):
    def setUp(self) -> None:
        state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, state.root)
        self.supervisor = Supervisor(state)
        replace(self, xmlrpc.client.Transport, "request", self.refuse)

    @staticmethod
    def refuse(*_: object) -> None:
        raise xmlrpc.client.Fault(6, "SHUTDOWN_STATE")

    def test_does_not_run_any_more(self) -> None:
        self.assertFalse(self.supervisor.is_running())

    def test_refuses_with_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)supervisor refuses: SHUTDOWN_STATE.*watertight status"):
            self.supervisor.start("order-1")
