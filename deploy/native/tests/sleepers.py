"""A stack of three processes that only sleep, for faults."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
import unittest
from functools import partial
from pathlib import Path

from watertight import bringup, cli, parts, ports, probes, processes, supervision, tools
from watertight.parts import Part
from watertight.probes import Registration
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace, replace_environment

NAMES = {"order-1": "order", "order-2": "order", "edge": ""}


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "supervisor").is_built, "./watertight tools makes the supervisor")
class Sleepers(unittest.TestCase):
    def setUp(self) -> None:
        self.taken_for_well: set[str] = set()
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        stack = [Part(name, ["sleep", "1000"], partial(self.sleeps, name), service=service) for name, service in NAMES.items()]
        replace(self, parts, "all_parts", lambda state, table: stack)
        replace(self, parts, "replicas", lambda state, table: [part for part in stack if part.service])
        replace(self, probes, "registrations", lambda port, service: [Registration(f"{service}-1", 1, True)])
        replace(self, probes, "edge_servers", lambda port, service: 1)
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root))
        ports.remember(ports.WELL_KNOWN, self.state)
        supervision.write_configuration(self.state, stack)
        self.supervisor = Supervisor(self.state)
        self.supervisor.launch()
        self.addCleanup(bringup.take_down, self.state)
        with contextlib.redirect_stdout(io.StringIO()):
            bringup.run_steps([bringup.part_step(part, self.supervisor) for part in stack])

    def sleeps(self, name: str) -> bool:
        return name in self.taken_for_well or processes.command_line(self.pid(name)).startswith("sleep")

    def pid(self, name: str) -> int:
        return self.supervisor.processes()[name].pid

    def say(self, *words: str, code: int = 0) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(["fault", *words]), shown.getvalue())
        return shown.getvalue()

    def listed(self) -> list[str]:
        return [" ".join(line.split()) for line in self.say("list").splitlines()]
