"""Starts the stack by what needs what, as parallel as that allows, and takes it down again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from dataclasses import dataclass
from typing import Callable, Optional, Sequence

from . import logs, parts, probes, processes, quotas, releases
from .failure import Failure
from .parts import Part
from .ports import Ports
from .progress import Progress
from .schemas import Schema
from .state import SERVICES, State
from .supervision import STOP_SECONDS, Supervisor

DEADLINE_SECONDS = 180
POLL_SECONDS = 0.2
# Ctrl-C, being told to end, and a terminal that is closed.
INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A process seen under this many ids is failing again and again.
TOO_MANY_STARTS = 4


@dataclass(frozen=True)
class Step:
    """Something to start once what it needs is ready, and how to see that it is ready itself."""

    name: str
    needs: Sequence[str]
    start: Callable[[], None]
    is_ready: Callable[[], bool]
    log: str = ""  # whose log tells why it is not ready; who ends again and again will never be


def bring_up(state: State, ports: Ports, supervisor: Supervisor) -> None:
    links = [part.name for part in parts.toxiproxy(state, ports)]  # by which seeding sends its traces
    stack = parts.all_parts(state, ports)
    steps = [
        *(part_step(part, supervisor) for part in stack),
        *(schema_step(Schema(state, ports, releases.of(state, service)), f"{service}-db", *links) for service in SERVICES),
        *(edge_step(ports, service, ["edge", *(part.name for part in stack if part.service == service)]) for service in SERVICES),
    ]
    run_steps(steps, Watch(state, supervisor))


class Watch:
    """Looks for programs that start again and again, so that nobody waits for the deadline to hear of it."""

    def __init__(self, state: State, supervisor: Supervisor) -> None:
        self._state = state
        self._supervisor = supervisor
        self._seen: dict[str, set[int]] = {}

    def check(self, steps: Sequence[Step]) -> None:
        """Only what they are about: whatever else is not well is no reason to give up."""
        running = self._supervisor.processes()
        for name in running.keys() & {step.log for step in steps}:
            seen = self._seen.setdefault(name, set())
            seen.add(running[name].pid)
            if len(seen - {0}) >= TOO_MANY_STARTS:
                raise Failure(
                    f"{name} ends again and again; its log {self._state.log(name)} ends with:\n{logs.last_lines(self._state.log(name))}"
                )

    def describe(self, step: Step) -> str:
        log = self._state.log(step.log)
        return f"{step.name} (./watertight logs {step.log}; {log} ends with:\n{logs.last_lines(log)})" if step.log else step.name


def run_steps(steps: Sequence[Step], watch: Optional[Watch] = None, deadline_seconds: float = DEADLINE_SECONDS) -> None:
    """Runs all steps, or fails naming those that never became ready."""
    progress = Progress()
    waiting = list(steps)
    started: list[Step] = []
    ready: set[str] = set()
    deadline = time.monotonic() + deadline_seconds
    while waiting or started:
        for step in [step for step in waiting if ready.issuperset(step.needs)]:
            step.start()
            waiting.remove(step)
            started.append(step)
        for step in [step for step in started if step.is_ready()]:
            started.remove(step)
            ready.add(step.name)
        if started:
            progress.update(f"{len(ready)} of {len(steps)} ready; waiting for {', '.join(step.name for step in started)}"[:110])
        if watch:
            watch.check(steps)
        if time.monotonic() > deadline:
            late = [watch.describe(step) if watch else step.name for step in started or waiting]
            raise Failure(f"Not ready after {deadline_seconds:.0f} s: {', '.join(late)}")
        if started:
            time.sleep(POLL_SECONDS)
    progress.done(f"{len(steps)} of {len(steps)} ready")


def part_step(part: Part, supervisor: Supervisor) -> Step:
    return Step(part.name, part.needs, lambda: supervisor.start(part.name), part.probe, part.name)


def edge_step(ports: Ports, service: str, needs: Sequence[str]) -> Step:
    def has_all() -> bool:
        passing = sum(entry.is_passing for entry in probes.registrations(ports["CONSUL"], service))
        # None pass where Consul does not answer.
        return 0 < passing <= probes.edge_servers(ports["HAPROXY_METRICS"], service)

    return Step(f"the edge ({service})", needs, lambda: None, has_all, "edge")


def schema_step(schema: Schema, *needs: str) -> Step:
    return Step(parts.seeded(schema.service), needs, schema.start, schema.is_ready, schema.log_name)


def take_down(state: State) -> int:
    """Ends every process of the stack, however it was left; answers how many there were."""
    count = len(processes.of_stack(state.root))
    processes.resume(processes.of_stack(state.root))  # what is paused could not end by itself
    if state.faults():
        state.remember_faults({})
    state.runaway_log.unlink(missing_ok=True)
    supervisor = Supervisor(state)
    if count and supervisor.is_running():
        with contextlib.suppress(Failure):  # it may end meanwhile
            _stop_in_order(supervisor)
    processes.end(processes.of_stack(state.root), STOP_SECONDS)
    quotas.forget(state)
    return count


def purge(state: State) -> None:
    """Removes all that a stack left, its lock too: at one stroke, so that whoever begins meanwhile begins with a folder of its own."""
    shutil.rmtree(state.sockets, ignore_errors=True)
    doomed = state.root.with_name(f"{state.root.name}.{os.getpid()}")
    try:
        state.root.rename(doomed)
    except OSError:  # a mount, or in a folder that is not ours
        doomed = state.root
    shutil.rmtree(doomed)


def _stop_in_order(supervisor: Supervisor) -> None:
    """Services drain while what they need still runs; databases and Consul go last."""
    names = set(supervisor.processes())
    lasting = {"consul", "acquirer", "otel-collector", "toxiproxy", *(f"{service}-db" for service in SERVICES)}
    first = {"edge", *(parts.replica_name(service, number) for service in SERVICES for number in range(1, 100))}
    supervisor.stop(names & first)
    supervisor.stop(names - first - lasting)
    supervisor.stop(names & lasting)
    supervisor.shutdown()


class finishing:
    """What is under way comes to its end when Ctrl-C is pressed or the terminal is closed; only then it takes effect."""

    def __enter__(self) -> None:
        self._asked = 0  # by which signal
        heard = [number for number in INTERRUPTS if signal.getsignal(number) != signal.SIG_IGN]
        self._before = {number: signal.signal(number, self._note) for number in heard}

    def _note(self, number: int, _: object) -> None:
        if not self._asked:
            with contextlib.suppress(OSError):  # the terminal may be what is gone
                os.write(2, b"\ninterrupted: what is under way comes to its end first\n")  # print is not for signal handlers
        self._asked = self._asked or number

    def __exit__(self, kind: object, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._asked and kind is None:
            raise KeyboardInterrupt(self._asked)


class uninterrupted:
    """Cleaning up goes on to its end when Ctrl-C is pressed again or the terminal is closed."""

    def __enter__(self) -> None:
        self._before = {number: signal.signal(number, signal.SIG_IGN) for number in INTERRUPTS}

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
