"""The verb test: everything a change needs, in stages; the running stack is one of its own, beside whatever runs."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Mapping, Optional, Sequence

from . import bringup, checks, needs, places, ports, tools
from .checks import Stage
from .failure import Failure
from .progress import duration
from .state import State, private_folder

LIMIT_SECONDS = 20 * 60
OFFSET = 10_000


class Runner:
    """Runs commands until the time for all of them is up."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._deadline = time.monotonic() + LIMIT_SECONDS

    def __call__(self, command: Sequence[str], folder: Path = places.ROOT) -> None:
        # In a session of its own, so that what it started can be ended with it.
        process = subprocess.Popen(command, cwd=folder, env=self._environment, start_new_session=True)
        try:
            code = process.wait(timeout=max(0.0, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Failure(f"out of time ({duration(LIMIT_SECONDS)} min)") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
        if code != 0:
            raise Failure(f"{' '.join(command)} ended with {code}")


def test(_: argparse.Namespace) -> int:
    needs.check(needs.jdk, needs.go, needs.node, needs.haproxy)
    tools.ensure()
    state = State(places.ROOT / ".watertight" / "test")
    with _alone():
        _purge(state)
        environment = test_environment(os.environ, state)
        run = Runner(environment)
        outcomes = [_passes(stage, run) for stage in checks.STANDALONE]
        try:
            outcomes += _with_stack(checks.running(ports.from_environment(environment)), run)
        finally:
            with bringup.uninterrupted():
                bringup.take_down(state)
        if all(outcomes):
            _purge(state)
    print(f"\n{outcomes.count(True)} passed, {outcomes.count(False)} failed", flush=True)
    return 0 if all(outcomes) else 1


def test_environment(outer: Mapping[str, str], state: State) -> dict[str, str]:
    """The caller's, but for another stack: other state, and no port that the caller's own stack may have been given."""
    environment = {name: value for name, value in outer.items() if name not in map(ports.variable, ports.WELL_KNOWN)}
    offset = int(outer.get(ports.OFFSET_VARIABLE) or 0) + OFFSET
    return {**environment, "WATERTIGHT_STATE": str(state.root), ports.OFFSET_VARIABLE: str(offset), "JAVA_HOME": str(needs.jdk())}


@contextmanager
def _alone() -> Iterator[None]:
    """Two test runs of one clone would share ports and state."""
    with open(private_folder(places.ROOT / ".watertight") / "test.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("Another ./watertight test runs in this clone.", "Wait for it to end.") from None
        yield


def _with_stack(stages: Sequence[Stage], run: Runner) -> list[bool]:
    """Without a stack the rest would only fail again."""
    first, *rest = stages
    return [True, *(_passes(stage, run) for stage in rest)] if _passes(first, run) else [False]


def _passes(stage: Stage, run: Runner) -> bool:
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


def _purge(state: State) -> None:
    if state.root.is_dir():
        bringup.take_down(state)
        shutil.rmtree(state.root)
