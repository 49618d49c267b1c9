import json
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Callable
from unittest import TestCase, skipUnless

from watertight import links, ports, probes, tools
from watertight.failure import Failure
from watertight.links import Link
from watertight.state import State

PORTS = ports.from_environment({"WATERTIGHT_PORT_OFFSET": "22000"})


class Table(TestCase):
    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)

    def test_has_a_port_for_each_link_that_nobody_else_has(self) -> None:
        taken = [link.port for link in links.table(PORTS)] + list(PORTS.values())
        self.assertEqual(sorted(set(taken)), sorted(taken))

    def test_leads_straight_to_what_is_needed_when_there_are_no_links(self) -> None:
        self.assertEqual(PORTS["ORDER_DB"], links.port(self.state, PORTS, "order:order-db"))
        links.remember(self.state, PORTS, are_wanted=True)
        self.assertNotEqual(PORTS["ORDER_DB"], links.port(self.state, PORTS, "order:order-db"))
        links.remember(self.state, PORTS, are_wanted=False)
        self.assertEqual(PORTS["ORDER_DB"], links.port(self.state, PORTS, "order:order-db"))

    def test_names_what_there_is_when_asked_for_what_there_is_not(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)no links.*up --drill"):
            links.named(self.state, PORTS, "order:order-db")
        links.remember(self.state, PORTS, are_wanted=True)
        with self.assertRaisesRegex(Failure, "(?s)no link 'order:acquirer'.*payment:acquirer"):
            links.named(self.state, PORTS, "order:acquirer")


class Greeter:
    """A server that says hello first, or only when it was spoken to, and not at once."""

    def __init__(self, greets: bool, delay_seconds: float = 0) -> None:
        self._greets = greets
        self._delay = delay_seconds
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                if self._greets or connection.recv(4096):
                    time.sleep(self._delay)
                    connection.sendall(b"hello")

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


class LongestDelay(TestCase):
    def test_is_still_seen_to_hold(self) -> None:
        server = Greeter(True, links.LONGEST_DELAY_MILLISECONDS / 1000)
        self.addCleanup(server.close)
        link = Link("slow", server.port, server.port, True)
        self.assertTrue(links.holds(link, links.delayed(links.LONGEST_DELAY_MILLISECONDS).told))


class AnswerThatIsNoHttp(TestCase):
    def setUp(self) -> None:
        self.server = Greeter(False)
        self.addCleanup(self.server.close)

    def test_of_a_part_is_none(self) -> None:
        self.assertFalse(probes.answers(self.server.port, "/")())

    def test_of_toxiproxy_is_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "toxiproxy does not take GET"):
            links.end({"TOXIPROXY": self.server.port}, Link("order:consul", 0, 0, False))


@skipUnless(next(tool for tool in tools.ALL if tool.name == "toxiproxy").is_built, "./watertight tools makes toxiproxy")
class Damage(TestCase):
    """Through a toxiproxy of its own, to servers of its own."""

    def setUp(self) -> None:
        self.links = [self.link("speaks-first", True), self.link("speaks-when-asked", False)]
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        proxies = [
            {"name": link.name, "listen": f"127.0.0.1:{link.port}", "upstream": f"127.0.0.1:{link.target}", "enabled": True}
            for link in self.links
        ]
        (folder / "links.json").write_text(json.dumps(proxies), encoding="utf-8")
        self.ports = {"TOXIPROXY": free_port()}
        command = [str(tools.program("toxiproxy")), "-config", str(folder / "links.json"), "-port", str(self.ports["TOXIPROXY"])]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.until(probes.answers(self.ports["TOXIPROXY"], "/version"))

    def link(self, name: str, greets: bool) -> Link:
        server = Greeter(greets)
        self.addCleanup(server.close)
        return Link(name, free_port(), server.port, greets)

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it never came to hold")

    def test_shows_to_whoever_uses_the_link_and_goes_without_a_trace(self) -> None:
        for damage in (links.CUT, links.delayed(100), links.reset(100), links.reset(50)):
            for link in self.links:
                with self.subTest(damage=damage.told, link=link.name):
                    self.assertTrue(links.is_well(link, damage.told))
                    self.assertFalse(links.holds(link, damage.told))
                    links.begin(self.ports, link, damage)
                    self.until(partial(links.holds, link, damage.told))
                    self.assertFalse(links.is_well(link, damage.told))
                    links.end(self.ports, link)
                    self.until(partial(links.is_well, link, damage.told))
                    self.assertFalse(links.holds(link, damage.told))

    def test_is_of_one_link_only(self) -> None:
        broken, whole = self.links
        links.begin(self.ports, broken, links.CUT)
        self.assertIsNone(links.answer_seconds(broken))
        self.assertIsNotNone(links.answer_seconds(whole))

    def test_ends_connections_that_are_open(self) -> None:
        link = self.links[1]
        with socket.create_connection(("127.0.0.1", link.port)) as connection:
            links.begin(self.ports, link, links.CUT)
            connection.settimeout(10)
            self.assertEqual(b"", connection.recv(1))

    def test_a_proxy_that_is_gone_is_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "(?s)toxiproxy does not take POST.*status"):
            links.begin({"TOXIPROXY": free_port()}, self.links[0], links.CUT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
