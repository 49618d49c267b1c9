"""Runs stages on a stack of their own, beside whatever runs: other state, other ports."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, Optional, Sequence

from . import alertmanager, bringup, needs, places, ports
from .checks import Stage
from .failure import Failure
from .progress import duration
from .state import State, private_folder

HOME = places.ROOT / ".watertight"
# A verb that was interrupted on the stack may still have to bring a replica to its end, and back.
TURN_SECONDS = 150


class Runner:
    """Runs commands until the time for all of them is up."""

    def __init__(self, environment: Mapping[str, str], limit_seconds: int) -> None:
        self._environment = environment
        self._limit = limit_seconds
        self._deadline = time.monotonic() + limit_seconds

    def __call__(self, command: Sequence[str], folder: Path = places.ROOT) -> None:
        process: Optional[subprocess.Popen[bytes]] = None
        try:
            with bringup.finishing():  # interrupted half-way, we would not know whom to end
                # In a session of its own, so that what it started can be ended with it.
                process = subprocess.Popen(command, cwd=folder, env=self._environment, start_new_session=True)
            code = process.wait(timeout=max(0.0, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Failure(f"out of time ({duration(self._limit)} min)") from None
        finally:
            if process and process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
        if code != 0:
            raise Failure(f"{' '.join(command)} ended with {code}")


@dataclass(frozen=True)
class Sandbox:
    """
    One such stack.

    :param name: of its folder
    :param offset: of its ports from the caller's
    """

    name: str
    offset: int

    @property
    def state(self) -> State:
        return State((HOME / self.name).resolve())

    def environment(self, outer: Mapping[str, str]) -> dict[str, str]:
        """The caller's, but for another stack: no port that the caller's own stack may have been given."""
        # Nor whom the caller's own alerts are sent to: nobody is to be woken by a drill.
        kept_out = {alertmanager.CONFIGURATION_VARIABLE, *map(ports.variable, ports.WELL_KNOWN)}
        environment = {name: value for name, value in outer.items() if name not in kept_out}
        offset = ports.number(outer, ports.OFFSET_VARIABLE, 0) + self.offset
        return {**environment, "WATERTIGHT_STATE": str(self.state.root), ports.OFFSET_VARIABLE: str(offset), "JAVA_HOME": str(needs.jdk())}

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Without anything of an earlier run, and for one caller at a time: two would share ports and state."""
        with open(private_folder(HOME) / f"{self.name}.lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Failure(f"The stack in {self.state.root} is in use in this clone.", "Wait for that run to end.") from None
            self.purge()
            yield

    def take_down(self) -> None:
        with bringup.uninterrupted(), self.state.changing(TURN_SECONDS):
            bringup.take_down(self.state)

    def purge(self) -> None:
        if self.state.root.is_dir():
            with bringup.uninterrupted(), self.state.changing(TURN_SECONDS):
                bringup.take_down(self.state)
                bringup.purge(self.state)


TEST = Sandbox("test", 10_000)
DRILL = Sandbox("drill", 15_000)


def with_stack(stages: Sequence[Stage], run: Runner) -> list[bool]:
    """Stages of which the first starts the stack: without it the rest would only fail again."""
    first, *rest = stages
    return [True, *(passes(stage, run) for stage in rest)] if passes(first, run) else [False]


def passes(stage: Stage, run: Runner) -> bool:
    print(f"\n=== {stage.name}", flush=True)
    started = time.monotonic()
    problem: Optional[Failure] = None
    try:
        stage.run(run)
    except Failure as failure:
        problem = failure
    outcome = f"FAILED: {problem}" if problem else "ok"
    print(f"=== {stage.name}: {time.monotonic() - started:.0f} s, {outcome}", flush=True)
    return problem is None
