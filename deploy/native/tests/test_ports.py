import os
import shutil
import socket
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import ports
from watertight.failure import Failure
from watertight.state import State


class PortTable(TestCase):
    def test_is_the_well_known_one_by_default(self) -> None:
        self.assertEqual(ports.WELL_KNOWN, ports.from_environment({}))

    def test_moves_as_a_whole(self) -> None:
        moved = ports.from_environment({"WATERTIGHT_PORT_OFFSET": "10000"})
        self.assertEqual({name: port + 10000 for name, port in ports.WELL_KNOWN.items()}, moved)

    def test_moves_one_port_to_exactly_where_it_is_told(self) -> None:
        moved = ports.from_environment({"WATERTIGHT_PORT_OFFSET": "10000", "WATERTIGHT_EDGE_PORT": "80"})
        self.assertEqual(80, moved["EDGE"])
        self.assertEqual(18500, moved["CONSUL"])

    def test_refuses_what_is_no_port(self) -> None:
        for value in ("eighty", "0", "-1", "65536"):
            with self.subTest(value=value), self.assertRaisesRegex(Failure, "EDGE"):
                ports.from_environment({"WATERTIGHT_EDGE_PORT": value})

    def test_refuses_an_offset_that_leaves_the_range(self) -> None:
        with self.assertRaises(Failure):
            ports.from_environment({"WATERTIGHT_PORT_OFFSET": "60000"})

    def test_refuses_one_port_for_two(self) -> None:
        with self.assertRaisesRegex(Failure, "EDGE and CONSUL would share port 8500"):
            ports.from_environment({"WATERTIGHT_EDGE_PORT": "8500"})


class PortsOfARunningStack(TestCase):
    def test_are_those_it_was_started_with(self) -> None:
        root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, root)
        moved = ports.from_environment({"WATERTIGHT_PORT_OFFSET": "10000", "WATERTIGHT_EDGE_PORT": "80"})
        ports.remember(moved, State(root))
        self.assertEqual(moved, ports.of_running(State(root)))


class TakenPorts(TestCase):
    def setUp(self) -> None:
        self.holder = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.holder.close)
        self.port = self.holder.getsockname()[1]

    def test_are_named_with_their_holder(self) -> None:
        with self.assertRaisesRegex(Failure, rf"Port {self.port} \(EDGE\) is taken by process {os.getpid()}: .*python"):
            ports.require_free({"EDGE": self.port}, ["EDGE"])

    def test_of_links_are_moved_with_toxiproxy(self) -> None:
        with self.assertRaisesRegex(Failure, r"(?s)Port \d+ \(order:order-db\) is taken .* WATERTIGHT_TOXIPROXY_PORT"):
            ports.require_free({"order:order-db": self.port}, ["order:order-db"])

    def test_are_no_matter_when_not_wanted(self) -> None:
        ports.require_free({"EDGE": self.port}, [])

    def test_are_free_again_once_closed(self) -> None:
        self.holder.close()
        ports.require_free({"EDGE": self.port}, ["EDGE"])
