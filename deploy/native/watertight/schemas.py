"""Brings a service's database up to what its jar wants."""

from __future__ import annotations

import subprocess
from typing import Optional

from . import jars, logs, parts, processes
from .failure import Failure
from .ports import Ports
from .state import State, write


class Schema:
    """Migrates a service's database, and seeds Product's, unless the jar's changes were applied already."""

    def __init__(self, state: State, ports: Ports, service: str) -> None:
        self._state = state
        self._service = service
        self.log_name = f"{service}-schema"
        self._log = state.log(self.log_name)
        self._applied = state.root / "databases" / service / "applied"
        self._hash = jars.resources_hash(service)
        self._planned = [("migrate", parts.migration_settings(state, ports, service))]
        if service == "product":
            self._planned.append(("seed", parts.seed_settings(state, ports, service)))
        self._running: Optional[subprocess.Popen[bytes]] = None

    def start(self) -> None:
        if self._applied.exists() and self._applied.read_text(encoding="ascii") == self._hash:
            return
        self._log.unlink(missing_ok=True)
        self._next()

    def is_ready(self) -> bool:
        if self._running is None:
            return True
        code = self._running.poll()
        if code is None:
            return False
        if code != 0:
            raise Failure(
                f"The schema of {self._service} could not be set up (exit {code}); {self._log} ends with:\n{logs.last_lines(self._log)}"
            )
        self._next()
        return self._running is None

    def _next(self) -> None:
        if not self._planned:
            self._running = None
            write(self._applied, self._hash)
            return
        command, settings = self._planned.pop(0)
        java = parts.java("160m", "-XX:TieredStopAtLevel=1", "-jar", str(jars.path(self._service)), command)
        with open(self._log, "ab") as output:
            environment = {**processes.environment(self._state.root), **settings}
            self._running = subprocess.Popen(java, env=environment, stdout=output, stderr=subprocess.STDOUT)
