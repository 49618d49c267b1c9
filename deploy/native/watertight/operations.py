"""The verbs on a running stack: scale, restart and grant."""

from __future__ import annotations

import argparse
import os
import shutil
import time
import uuid
from dataclasses import replace
from functools import partial
from typing import Callable, Sequence

from . import bringup, databases, links, parts, ports, processes, supervision
from .bringup import Step
from .failure import Failure
from .parts import Part
from .ports import Ports
from .state import SERVICES, State
from .supervision import Supervisor

# As many as the edge has room for in deploy/edge/haproxy.cfg (server-template).
MOST_REPLICAS = 12
ROLES = ("customer", "merchandiser", "support")
REPLICA_DEADLINE_SECONDS = 60


def running_stack() -> tuple[State, Ports, Supervisor]:
    state = State.from_environment(os.environ)
    supervisor = Supervisor(state)
    supervisor.require_running()
    return state, ports.of_running(state), supervisor


def scale_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=SERVICES)
    parser.add_argument("count", metavar="N", type=_count, help=f"how many replicas, 1 to {MOST_REPLICAS}")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_REPLICAS:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 to {MOST_REPLICAS}")
    return int(text)


def scale(arguments: argparse.Namespace) -> int:
    state, table, supervisor = running_stack()
    possible = [parts.replica_name(arguments.service, number) for number in range(1, MOST_REPLICAS + 1)]
    with state.changing():
        require_unheld_around(state, arguments.service, possible)
        with bringup.finishing():
            state.remember_replicas({**state.replicas(), arguments.service: arguments.count})
            wanted = [part for part in parts.replicas(state, table) if part.service == arguments.service]
            # By what runs and not by what was remembered: the last time may have failed half-way.
            supervisor.stop(set(possible) - {part.name for part in wanted})
            supervision.write_configuration(state, parts.all_parts(state, table))
            supervisor.adopt_configuration()
            known = supervisor.processes()
            start(state, table, supervisor, [part for part in wanted if known[part.name].state == supervision.STOPPED])
        print(f"{arguments.service} has {arguments.count} replicas", flush=True)
        # Last, as a replica that is not well is a reason to add others.
        start(state, table, supervisor, [part for part in wanted if not part.probe()])
    return 0


def start(state: State, table: Ports, supervisor: Supervisor, starting: Sequence[Part], *before: Step) -> None:
    """Starts parts, and waits until they are healthy and the edge sends requests to the replicas it should."""
    needs = [step.name for step in before]  # what they need beside that runs already
    steps = [*before, *(replace(bringup.part_step(part, supervisor), needs=needs) for part in starting)]
    steps += edge_steps(state, table, starting)
    if steps:
        bringup.run_steps(steps, bringup.Watch(state, supervisor), REPLICA_DEADLINE_SECONDS)


def edge_steps(state: State, table: Ports, starting: Sequence[Part]) -> Sequence[Step]:
    """After which the edge has the replicas that start and, if it starts itself, those of every service that is well."""
    services = {part.service for part in starting if part.service}
    names = [part.name for part in starting]
    if "edge" in names:  # whose own probe is a page that needs no service
        services |= {part.service for part in parts.replicas(state, table) if not is_held(state, part) and part.probe()}
    return [bringup.edge_step(table, service, names) for service in services]


def restart_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "part",
        help="a service (its replicas one after the other, those that are not well first), one replica, or another part as status names it",
    )


def restart(arguments: argparse.Namespace) -> int:
    state, table, supervisor = running_stack()
    with state.changing():
        wanted = chosen(parts.all_parts(state, table), arguments.part)
        names = [part.name for part in wanted]
        require_unheld_around(state, wanted[0].service, names)
        require_whole_links(state, names)
        # Those that are not well first, as the others carry the load meanwhile.
        for part in sorted(wanted, key=lambda part: part.probe()):
            _require_program(supervisor, part)
            with bringup.finishing():
                started = time.monotonic()
                replace_process(state, table, supervisor, part)
                print(f"{part.name} restarted in {time.monotonic() - started:.1f} s", flush=True)
    return 0


def _require_program(supervisor: Supervisor, part: Part) -> None:
    """What could not be started again is not stopped."""
    process = supervisor.processes().get(part.name)
    program = processes.program(process.pid) if process else ""
    if program and not shutil.which(program):
        raise Failure(
            f"{part.name} could not be started again: {program} is gone.", "./watertight down, then up, starts what there is now."
        )


def replace_process(state: State, table: Ports, supervisor: Supervisor, part: Part, prepare: Callable[[], None] = lambda: None) -> None:
    """Stops a part, prepares its successor and starts that; waits until it is healthy and, if it is a replica, the edge has it."""
    # One that had to be killed still passes in Consul for a moment, and must not be taken for its successor.
    stopped = Step(f"{part.name} stopped", (), partial(supervisor.stop, [part.name]), partial(is_gone, part), part.name)
    prepared = Step(f"{part.name} prepared", [stopped.name], prepare, lambda: True)
    start(state, table, supervisor, [part], stopped, prepared)


def is_gone(part: Part) -> bool:
    return not part.probe()


def chosen(known: Sequence[Part], name: str) -> list[Part]:
    """The part of that name, or all replicas of the service of that name."""
    found = [part for part in known if name and name in (part.name, part.service)]  # who is no replica has an empty one
    if not found:
        raise Failure(f"There is no part '{name}'.", f"There are: {', '.join((*SERVICES, *(part.name for part in known)))}.")
    return found


def require_unheld(state: State, names: Sequence[str]) -> None:
    """What a fault holds is not started, stopped or held once more."""
    told = [f"{name} is {fault}" for name, fault in state.faults().items() if name in names]
    if told:
        raise Failure(f"A fault holds: {', '.join(told)}.", "./watertight fault clear ends it.")


def require_unheld_around(state: State, service: str, names: Sequence[str]) -> None:
    """Neither parts nor, if they are replicas of a service, what these need to be healthy and sent requests."""
    require_unheld(state, [*names, *_around(service)])


def is_held(state: State, part: Part) -> bool:
    """A part, or what it needs to be healthy and sent requests."""
    return not state.faults().keys().isdisjoint([part.name, *_around(part.service)])


def _around(service: str) -> Sequence[str]:
    """As faults are listed: parts, and the links to them."""
    return (f"{service}-db", "consul", "edge", links.PROXY, f"{service}:{service}-db", f"{service}:consul") if service else ()


def require_whole_links(state: State, names: Sequence[str]) -> None:
    """What breaks the links is not stopped meanwhile: none would be broken any more, and none could be cleared."""
    told = [f"{name} is {fault}" for name, fault in state.faults().items() if ":" in name]
    if told and links.PROXY in names:
        raise Failure(f"{links.PROXY} breaks links: {', '.join(told)}.", "./watertight fault clear ends it.")


def grant_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("user_id", metavar="USER-ID", type=uuid.UUID)
    parser.add_argument("role", metavar="ROLE", choices=ROLES, help=", ".join(ROLES))


def grant(arguments: argparse.Namespace) -> int:
    state, table, _ = running_stack()
    key = f"X'{arguments.user_id.hex}'"
    # The role is one of ours and the id is hexadecimal, so that neither can carry SQL.
    insert = f"INSERT IGNORE INTO user_roles (user_id, role) SELECT id, '{arguments.role}' FROM users WHERE id = {key}"
    count = f"SELECT COUNT(*) FROM user_roles WHERE user_id = {key} AND role = '{arguments.role}'"
    if databases.execute(state, table, "user", f"{insert}; {count}").strip() != "1":
        raise Failure(f"There is no user {arguments.user_id}.")
    print(f"{arguments.user_id} is {arguments.role}; it shows from the next log-in or refresh")
    return 0
