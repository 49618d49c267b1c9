import contextlib
import io
import subprocess
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import cli, jars, lifecycle, links, needs, operations, parts, ports, processes
from watertight.failure import Failure
from watertight.parts import Part
from watertight.state import SERVICES, State

from .made_jars import make_jar
from .replaced import replace, replace_environment


class WantedPorts(TestCase):
    def setUp(self) -> None:
        replace(self, needs, "grafana", lambda: None)

    def test_are_those_of_the_links_too_if_there_will_be_any(self) -> None:
        wanted = lifecycle.wanted_ports(ports.WELL_KNOWN, for_drills=True)
        self.assertEqual(ports.WELL_KNOWN.keys() - wanted.keys(), {"GRAFANA"})
        self.assertEqual({link.port for link in links.table(ports.WELL_KNOWN)}, {wanted[name] for name in wanted if ":" in name})

    def test_are_none_of_what_is_left_out(self) -> None:
        wanted = lifecycle.wanted_ports(ports.WELL_KNOWN, for_drills=False)
        self.assertEqual(ports.WELL_KNOWN.keys() - {"GRAFANA", "TOXIPROXY"}, wanted.keys())

    def test_of_links_are_refused_where_others_are_or_none_can_be(self) -> None:
        for moved, told in (
            ({"CONSUL": 8480}, "CONSUL and product:consul would share port 8480.*CONSUL_PORT and WATERTIGHT_TOXIPROXY_PORT"),
            ({"TOXIPROXY": 65530}, "product:consul would be at port 65536, which is none.*WATERTIGHT_TOXIPROXY_PORT"),
        ):
            table = {**ports.WELL_KNOWN, **moved}
            with self.subTest(moved=moved), self.assertRaisesRegex(Failure, f"(?s){told}"):
                lifecycle.wanted_ports(table, for_drills=True)
            self.assertNotIn("TOXIPROXY", lifecycle.wanted_ports(table, for_drills=False))


class Down(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "shop"
        replace_environment(self, WATERTIGHT_STATE=str(self.root))

    def say(self) -> str:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            self.assertEqual(0, cli.main(["down"]))
        return shown.getvalue()

    def test_ends_what_runs_though_its_folder_is_gone(self) -> None:
        left = subprocess.Popen(["sleep", "1000"], env=processes.environment(self.root))
        self.addCleanup(left.wait)
        self.addCleanup(left.kill)
        self.assertEqual("down: 1 processes ended\n", self.say())
        self.assertIsNotNone(left.poll())

    def test_makes_no_folder_where_nothing_was(self) -> None:
        self.assertEqual("nothing is up\n", self.say())
        self.assertFalse(self.root.exists())


class Releases(TestCase):
    def test_are_kept_of_all_that_is_built(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            built = Path(folder)
            replace(self, jars, "path", lambda module: make_jar(built / f"{module}.jar", module, "one"))
            lifecycle.keep_what_is_built(State(built / "state"))
            self.assertEqual([*SERVICES, "acquirer"], list(State(built / "state").releases()))


class StartsWhatDoesNotRun(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.state = State(Path(folder.name))
        self.started: list[str] = []
        named = {name: Part(name, [], lambda: False, 1, service=name.partition("-")[0] if name[-1].isdigit() else "") for name in IDLE}
        replace(self, lifecycle, "Supervisor", lambda _: Idle())
        replace(self, operations, "start", lambda state, table, supervisor, starting: self._start(starting))
        replace(self, parts, "infrastructure", lambda state, table: [named["zipkin"], named["order-db"]])
        replace(self, parts, "replicas", lambda state, table: [named["order-1"], named["user-1"]])

    def _start(self, starting: list[Part]) -> None:
        self.started += [part.name for part in starting]
        if "zipkin" in self.started[-len(starting) :]:
            raise Failure("zipkin does not start")

    def test_starts_services_though_something_they_do_not_need_cannot_be(self) -> None:
        with self.assertRaisesRegex(Failure, "zipkin does not start"):
            lifecycle._start_what_does_not_run(self.state, ports.WELL_KNOWN)
        self.assertEqual(["zipkin", "order-db", "order-1", "user-1"], self.started)

    def test_leaves_alone_what_a_fault_keeps_from_being_well(self) -> None:
        self.state.remember_faults({"order-db": "paused", "zipkin": "killed"})
        lifecycle._start_what_does_not_run(self.state, ports.WELL_KNOWN)
        self.assertEqual(["user-1"], self.started)

    def test_leaves_alone_what_a_broken_link_keeps_from_being_well(self) -> None:
        self.state.remember_faults({"zipkin": "killed", "order:consul": "cut", "user:otel-collector": "cut"})
        lifecycle._start_what_does_not_run(self.state, ports.WELL_KNOWN)
        self.assertEqual(["order-db", "user-1"], self.started)


IDLE = ("zipkin", "order-db", "order-1", "user-1")


class Idle:
    def processes(self) -> tuple[str, ...]:
        return IDLE

    def is_active(self, name: str) -> bool:
        return False
