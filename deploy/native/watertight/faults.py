"""The verb fault: parts and links broken on purpose, and held so until they are cleared; and what wears out."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import Callable, Mapping, Optional, Sequence

from . import bringup, holds, links, operations, parts, probes, wear
from .bringup import Step
from .failure import Failure
from .links import Break, Link
from .parts import Part
from .ports import Ports
from .state import State
from .supervision import Supervisor

# Faults of one drill may follow one another closely.
TURN_SECONDS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    of_part = "a service (all its replicas), one replica, or another part as status names it"
    of_link = "SERVICE:NEED, as order:order-db, order:consul, order:otel-collector or payment:acquirer; the stack must be up with --drill"

    def verb(name: str, summary: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=summary, description=summary)
        added.set_defaults(run=run)
        return added

    def part_verb(name: str, summary: str) -> argparse.ArgumentParser:
        added = verb(name, summary, _hold)
        added.add_argument("part", metavar="PART", help=of_part)
        added.add_argument(
            "--once", action="store_true", help="hold nothing: restart mends it, and up what was killed, as if it had happened by itself"
        )
        return added

    def links_verb(name: str, summary: str) -> argparse.ArgumentParser:
        added = verb(name, summary, _break)
        added.add_argument("link", metavar="LINK", nargs="+", help=of_link)
        return added

    part_verb("kill", "kill a part with SIGKILL, and hold it down").set_defaults(hold=lambda _: holds.Hold(holds.KILLED))
    pause = "stop a part with SIGSTOP: it holds its connections and says nothing"
    part_verb("pause", pause).set_defaults(hold=lambda _: holds.Hold(holds.PAUSED))
    slow = part_verb("slow", "leave a part a share of one core only, by a control group")
    slow.add_argument("--cpu", metavar="PERCENT", type=_number(1, 400), default=10, help="of one core, for each process (default 10)")
    slow.set_defaults(hold=lambda wanted: holds.Hold(f"{holds.SLOW} ({wanted.cpu} % of a core)", wanted.cpu))
    links_verb("cut", "end the connections of links and refuse new ones").set_defaults(damage=lambda _: links.CUT)
    delay = links_verb("delay", "let every answer over links come later")
    longest = links.LONGEST_DELAY_MILLISECONDS
    delay.add_argument("--ms", metavar="N", type=_number(20, longest), default=200, help=f"milliseconds, 20 to {longest} (default 200)")
    delay.set_defaults(damage=lambda wanted: links.delayed(wanted.ms))
    reset = links_verb("reset", "reset a share of the connections of links")
    reset.add_argument("--percent", metavar="N", type=_number(10, 100), default=50, help="so many of a hundred (default 50)")
    reset.set_defaults(damage=lambda wanted: links.reset(wanted.percent))
    wear.arguments(verb)
    clear = verbs.add_parser("clear", help="end a fault, or all", description="End a fault, or all; waits until what it held is healthy.")
    clear.add_argument("what", metavar="PART or LINK", nargs="?", help="all if left out")
    clear.set_defaults(run=_clear)
    verbs.add_parser("list", help="list the faults that hold").set_defaults(run=_list)


def _number(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"'{text}' is not a number from {least} to {most}")
        return int(text)

    return number


def run(wanted: argparse.Namespace) -> int:
    chosen: Callable[[argparse.Namespace], int] = wanted.run
    return chosen(wanted)


def _hold(wanted: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    hold: holds.Hold = wanted.hold(wanted)
    chosen = operations.chosen(parts.all_parts(state, table), wanted.part)
    names = [part.name for part in chosen]
    with state.changing(TURN_SECONDS):
        operations.require_unheld(state, names)
        operations.require_whole_links(state, names)
        pids = holds.running(supervisor, names)
        before = state.faults()
        with bringup.finishing():
            state.remember_faults({**before, **dict.fromkeys(names, hold.told)})
            try:
                holds.strike_all(state, supervisor, pids, hold)
            except Exception:
                holds.roll_back(state, supervisor, chosen, hold.told)
                raise
            if wanted.once:
                state.remember_faults(before)
            for name in names:
                print(f"{name} is {hold.told}" + ("" if wanted.once else f"; ./watertight fault clear {name} ends it"), flush=True)
    return 0


def _break(wanted: argparse.Namespace) -> int:
    state, table, _ = operations.running_stack()
    broken = [links.named(state, table, name) for name in dict.fromkeys(wanted.link)]
    damage: Break = wanted.damage(wanted)
    with state.changing(TURN_SECONDS):
        operations.require_unheld(state, [*(link.name for link in broken), links.PROXY])
        # Whatever keeps it from answering would pass for what is to be put on it.
        for link in broken:
            if links.answer_seconds(link) is None:
                raise Failure(f"{link.name} gives no answer already.", "./watertight status tells what is not well.")
        before = state.faults()
        with bringup.finishing():
            state.remember_faults({**before, **{link.name: damage.told for link in broken}})
            try:
                for link in broken:
                    links.begin(table, link, damage)
                    holds.prove(f"{link.name} is not {damage.told}", partial(links.holds, link, damage.told))
            except Exception:
                # What cannot be ended at once stays listed, for `fault clear`; without toxiproxy nothing is on.
                left = [link.name for link in broken if not _is_ended(table, link)]
                if not probes.listens(table["TOXIPROXY"])():
                    left = []
                state.remember_faults({**before, **dict.fromkeys(left, damage.told)})
                raise
            for link in broken:
                print(f"{link.name} is {damage.told}; ./watertight fault clear {link.name} ends it", flush=True)
    return 0


def _is_ended(table: Ports, link: Link) -> bool:
    try:
        links.end(table, link)
    except Failure:
        return False
    return True


def _clear(wanted: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    known = parts.all_parts(state, table)
    with state.changing(TURN_SECONDS):
        faults = state.faults()
        asked = faults if wanted.what is None else _asked(known, wanted.what)
        # Parts first: whether a link is well shows in what it leads to, which may be held itself.
        held = sorted((name for name in faults if name in asked), key=_is_link)
        if wanted.what and not held:
            raise Failure(f"There is no fault on {wanted.what}.", f"There are: {', '.join(sorted(faults)) or 'none'}.")
        by_name = {part.name: part for part in known}
        with bringup.finishing():
            problems = _end(state, table, supervisor, {name: by_name.get(name) for name in held})
            for problem in problems:  # told here, as an interrupt ends the verb with this block
                print(problem, file=sys.stderr)
    if problems:
        return 1
    # Others may go on meanwhile: a part can take as long as a cold start to be healthy.
    freed = [by_name[name] for name in held if name in by_name]
    hindered = [part.name for part in freed if operations.is_held(state, part)]
    waited = [part for part in freed if part.name not in hindered]
    steps = [Step(part.name, (), lambda: None, part.probe, part.name) for part in waited]
    if any(part.name == "edge" for part in waited):
        steps += operations.edge_steps(state, table, waited)
    if steps:
        bringup.run_steps(steps, bringup.Watch(state, supervisor))
    print(f"cleared: {', '.join(held)}" if held else "there is no fault")
    if hindered:
        print(f"not waited for, as a fault holds what they need: {', '.join(hindered)}")
    return 0


def _asked(known: Sequence[Part], name: str) -> Sequence[str]:
    return [name] if _is_link(name) else [part.name for part in operations.chosen(known, name)]


def _is_link(name: str) -> bool:
    return ":" in name


def _end(state: State, table: Ports, supervisor: Supervisor, held: Mapping[str, Optional[Part]]) -> Sequence[str]:
    """Ends each that can be ended, and answers what went wrong with the others, which stay listed."""
    faults = state.faults()
    problems = []
    for name, part in held.items():
        try:
            if part:
                holds.free(state, supervisor, part, faults[name])
            elif _is_link(name) and links.exist(state):
                _mend(state, table, name, faults[name])
        except (Failure, OSError) as problem:
            problems.append(str(problem))
        else:
            del faults[name]
            state.remember_faults(faults)
    return problems


def _mend(state: State, table: Ports, name: str, told: str) -> None:
    link = links.named(state, table, name)
    links.end(table, link)
    holds.prove(f"{name} is still {told}", partial(links.is_well, link, told))


def _list(_: argparse.Namespace) -> int:
    state = State.from_environment(os.environ)
    faults, supervisor = state.faults(), Supervisor(state)
    running = supervisor.processes() if supervisor.is_running() else {}
    for name, fault in sorted(faults.items()):
        is_over = name in running and holds.is_over(state, name, running[name].pid, fault)
        print(f"{name:22} {fault}{' until it was started again' if is_over else ''}")
    if not faults:
        print("there is no fault")
    return 0
