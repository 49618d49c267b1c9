"""The verb fault: parts killed or paused on purpose, and held so until they are cleared."""

from __future__ import annotations

import argparse
import os
import signal
import time
from functools import partial
from typing import Callable, Mapping, Optional, Sequence

from . import bringup, operations, parts, processes
from .bringup import Step
from .failure import Failure
from .parts import Part
from .state import State
from .supervision import Supervisor

KILLED = "killed"
PAUSED = "paused"
PROOF_SECONDS = 10
# Faults of one drill may follow one another closely.
TURN_SECONDS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    named = "a service (all its replicas), one replica, or another part as status names it"
    for name, fault, summary in (
        ("kill", KILLED, "kill a part with SIGKILL, and hold it down"),
        ("pause", PAUSED, "stop a part with SIGSTOP: it holds its connections and says nothing"),
    ):
        begin = verbs.add_parser(name, help=summary, description=summary)
        begin.add_argument("part", metavar="PART", help=named)
        begin.set_defaults(run=_begin, fault=fault)
    clear = verbs.add_parser("clear", help="end a fault, or all", description="End a fault, or all; waits until the parts are healthy.")
    clear.add_argument("part", metavar="PART", nargs="?", help=f"{named}; all if left out")
    clear.set_defaults(run=_clear)
    verbs.add_parser("list", help="list the faults that hold").set_defaults(run=_list)


def run(wanted: argparse.Namespace) -> int:
    chosen: Callable[[argparse.Namespace], int] = wanted.run
    return chosen(wanted)


def _begin(wanted: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    chosen = operations.chosen(parts.all_parts(state, table), wanted.part)
    with state.changing(TURN_SECONDS):
        operations.require_unheld(state, [part.name for part in chosen])
        pids = _running(supervisor, [part.name for part in chosen])
        state.remember_faults({**state.faults(), **{part.name: wanted.fault for part in chosen}})
        for part in chosen:
            if wanted.fault == KILLED:
                supervisor.kill(part.name)
            else:
                processes.signal_group(pids[part.name], signal.SIGSTOP)
        for part in chosen:
            _prove(f"{part.name} is not {wanted.fault}", partial(_holds, supervisor, part.name, pids[part.name], wanted.fault))
            print(f"{part.name} is {wanted.fault}; ./watertight fault clear {part.name} ends it", flush=True)
    return 0


def _running(supervisor: Supervisor, names: Sequence[str]) -> Mapping[str, int]:
    """Their process ids; one that just ended for another reason is waited for until it runs again."""
    deadline = time.monotonic() + PROOF_SECONDS
    while True:
        pids = {name: process.pid for name, process in supervisor.processes().items() if name in names}
        idle = [name for name, pid in pids.items() if not pid]
        if not idle:
            return pids
        if time.monotonic() > deadline:
            raise Failure(f"{', '.join(idle)} does not run.", "./watertight status tells what is not well.")
        time.sleep(0.1)


def _holds(supervisor: Supervisor, name: str, pid: int, fault: str) -> bool:
    if fault == PAUSED:
        return processes.is_stopped(pid)
    return not processes.is_alive(pid) and not supervisor.is_active(name)


def _prove(problem: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PROOF_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise Failure(f"{problem} after {PROOF_SECONDS} s.", "./watertight fault clear, and look at ./watertight status.")
        time.sleep(0.05)


def _clear(wanted: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    known = parts.all_parts(state, table)
    with state.changing(TURN_SECONDS):
        faults = state.faults()
        held = [part for part in _asked(known, wanted.part) if part.name in faults]
        if wanted.part and not held:
            raise Failure(f"There is no fault on {wanted.part}.", f"There are: {', '.join(sorted(faults)) or 'none'}.")
        running = supervisor.processes()
        for part in held:
            if faults[part.name] == KILLED:
                # Consul takes the dead one for well until its next check: it must not be taken for its successor.
                _prove(f"{part.name} still seems healthy", partial(_is_gone, part))
                supervisor.start(part.name)
            else:
                processes.signal_group(running[part.name].pid, signal.SIGCONT)
            del faults[part.name]
            state.remember_faults(faults)
    # Others may go on meanwhile: a part can take as long as a cold start to be healthy.
    if held:
        steps = [Step(part.name, (), lambda: None, part.probe, part.name) for part in held]
        bringup.run_steps(steps, bringup.Watch(state, supervisor))
    print(f"cleared: {', '.join(part.name for part in held)}" if held else "there is no fault")
    return 0


def _is_gone(part: Part) -> bool:
    return not part.probe()


def _asked(known: Sequence[Part], name: Optional[str]) -> Sequence[Part]:
    return operations.chosen(known, name) if name else known


def _list(_: argparse.Namespace) -> int:
    faults = State.from_environment(os.environ).faults()
    for name, fault in sorted(faults.items()):
        print(f"{name:16} {fault}")
    if not faults:
        print("there is no fault")
    return 0
