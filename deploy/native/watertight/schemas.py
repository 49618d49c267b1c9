"""Brings a service's database up to what a release of it wants."""

from __future__ import annotations

import subprocess
from typing import Optional

from . import jars, logs, parts, processes
from .failure import Failure
from .ports import Ports
from .releases import Release
from .state import State, write

PATIENCE_SECONDS = 10


class Schema:
    """
    Migrates a service's database, and seeds Product's, unless the release's changes were applied already: nothing is ever
    undone, so what was applied once stays so.
    """

    def __init__(self, state: State, ports: Ports, release: Release) -> None:
        self._state = state
        self._release = release
        self.service = service = release.service
        self.log_name = f"{service}-schema"
        self._log = state.log(self.log_name)
        self._applied = state.root / "databases" / service / "applied"
        self._hash = jars.resources_hash(release.jar)
        self._planned = [("migrate", parts.migration_settings(state, ports, service))]
        if service == "product":
            self._planned.append(("seed", parts.seed_settings(state, ports, service)))
        self._running: Optional[subprocess.Popen[bytes]] = None

    def start(self) -> None:
        if self._hash in self._known():
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
            what = f"The schema of {self.service} could not be set up (exit {code})"
            raise Failure(f"{what}; {self._log} ends with:\n{logs.last_lines(self._log)}")
        self._next()
        return self._running is None

    def _next(self) -> None:
        if not self._planned:
            self._running = None
            write(self._applied, "\n".join([*self._known(), self._hash]) + "\n")
            return
        command, settings = self._planned.pop(0)
        java = parts.java("160m", "-XX:TieredStopAtLevel=1", "-jar", str(self._release.jar), command)
        with open(self._log, "ab") as output:
            environment = {**processes.environment(self._state.root), **settings}
            # In a session of its own: Ctrl-C does not leave a change half-applied.
            self._running = subprocess.Popen(java, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)

    def end(self) -> None:
        """Of one that has not come to its end by itself, nothing goes on."""
        if self._running:
            processes.end([self._running.pid], PATIENCE_SECONDS)

    def _known(self) -> list[str]:
        return self._applied.read_text(encoding="ascii").splitlines() if self._applied.exists() else []
