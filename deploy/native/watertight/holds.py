"""What can be done to a part: it is killed, paused or slowed, proven to be, and let go again."""

from __future__ import annotations

import contextlib
import signal
import time
from dataclasses import dataclass
from functools import partial
from typing import Callable, Mapping, Sequence

from . import operations, processes, quotas
from .failure import Failure
from .parts import Part
from .state import State
from .supervision import STOPPING, Process, Supervisor

# How `fault list` and `status` name what is done to a part; more words may follow.
KILLED = "killed"
PAUSED = "paused"
SLOW = "slow"
PROOF_SECONDS = 10


@dataclass(frozen=True)
class Hold:
    """
    What can be done to a part.

    :param told: how faults are listed
    :param percent: of a core, if it is to be slow
    """

    told: str
    percent: int = 0


def running(supervisor: Supervisor, names: Sequence[str]) -> Mapping[str, int]:
    """Their process ids; one that just ended for another reason is waited for until it runs again."""
    deadline = time.monotonic() + PROOF_SECONDS
    while True:
        known = supervisor.processes()
        pids = {name: known[name].pid if name in known else 0 for name in names}
        idle = [name for name, pid in pids.items() if not pid]
        if not idle:
            return pids
        if time.monotonic() > deadline:
            raise Failure(f"{', '.join(idle)} does not run.", "./watertight status tells what is not well.")
        time.sleep(0.1)


def strike_all(state: State, supervisor: Supervisor, pids: Mapping[str, int], hold: Hold) -> None:
    for name, pid in pids.items():
        _strike(state, supervisor, name, pid, hold)
    for name, pid in pids.items():
        prove(f"{name} is not {hold.told}", partial(_is_held, state, supervisor, name, pid, hold))


def roll_back(state: State, supervisor: Supervisor, struck: Sequence[Part], told: str) -> None:
    """What cannot be ended at once stays listed, for `fault clear`."""
    faults = state.faults()
    for part in struck:
        with contextlib.suppress(Failure, OSError):
            free(state, supervisor, part, told)
            del faults[part.name]
    state.remember_faults(faults)


def _strike(state: State, supervisor: Supervisor, name: str, pid: int, hold: Hold) -> None:
    if hold.told == KILLED:
        supervisor.kill(name)
    elif hold.told == PAUSED:
        processes.signal_group(pid, signal.SIGSTOP)
    else:
        quotas.put(state, name, pid, hold.percent)


def _is_held(state: State, supervisor: Supervisor, name: str, pid: int, hold: Hold) -> bool:
    if hold.told == PAUSED:
        return processes.is_stopped(pid)
    if hold.told == KILLED:
        return not processes.is_alive(pid) and not supervisor.is_active(name)
    return quotas.of(state, name, pid) == hold.percent


def is_over(state: State, name: str, pid: int, told: str) -> bool:
    """Whether a part is slow no more, though nobody cleared it: the supervisor starts a process again without its quota."""
    return pid != 0 and told.startswith(SLOW) and quotas.of(state, name, pid) is None


def prove(problem: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PROOF_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise Failure(f"{problem} after {PROOF_SECONDS} s.", "./watertight fault list tells what holds, and status what is not well.")
        time.sleep(0.05)


def free(state: State, supervisor: Supervisor, part: Part, told: str) -> None:
    """Ends what is on of it: it may have been put on half-way only, or have gone by itself."""
    process = supervisor.processes().get(part.name)
    if process is None:
        return
    if told in (KILLED, PAUSED):  # who is to be killed is stopped at first
        processes.signal_group(process.pid, signal.SIGCONT)
        prove(f"{part.name} is still {PAUSED}", lambda: not processes.is_stopped(process.pid))
    else:
        quotas.lift(state, part.name, process.pid)
        prove(f"{part.name} is still {told}", lambda: quotas.of(state, part.name, process.pid) is None)
    if told == KILLED:
        _revive(supervisor, part, process)


def _revive(supervisor: Supervisor, part: Part, process: Process) -> None:
    if process.state == STOPPING:
        supervisor.stop([part.name])
    if supervisor.is_active(part.name):
        return
    # Consul takes the dead one for well until its next check: it must not be taken for its successor.
    prove(f"{part.name} still seems healthy", partial(operations.is_gone, part))
    supervisor.start(part.name)
