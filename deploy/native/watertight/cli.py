"""The verbs: finds the one asked for, reads its arguments, and turns failures into messages."""

from __future__ import annotations

import argparse
import difflib
import errno
import signal
import sys
import textwrap
from dataclasses import dataclass
from typing import Callable, Sequence

from . import audit, bringup, deployment, drills, faults, lifecycle, load, logs, needs, operations, ports, testing, tools, upkeep
from .failure import Failure

# What shells add to the number of the signal that ended a program.
SIGNALLED = 128


@dataclass(frozen=True)
class Verb:
    """What an operator can say: its name, one line of help, the arguments it takes and what it does (answers the exit code)."""

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], object] = lambda parser: None

    def parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog=f"./watertight {self.name}", description=self.summary)
        self.arguments(parser)
        return parser


def _tools(_: argparse.Namespace) -> int:
    needs.check(needs.jdk, needs.go, needs.node, needs.haproxy)
    tools.ensure()
    for tool in tools.ALL:
        print(f"{tool.name:15} {tool.home}")
    return 0


VERBS = (
    Verb("up", "start the shop and all around it", lifecycle.up, lifecycle.up_arguments),
    Verb("down", "stop everything", lifecycle.down, lifecycle.down_arguments),
    Verb("status", "tell each part's health; exit 1 when something is not healthy", lifecycle.status),
    Verb("scale", "change how many replicas a service has", operations.scale, operations.scale_arguments),
    Verb("restart", "restart a service's replicas one after the other, or another part", operations.restart, operations.restart_arguments),
    Verb("deploy", "take a service to another release, one replica after the other, or back", deployment.deploy, deployment.arguments),
    Verb("logs", "print what a service or another part logs", logs.show, logs.arguments),
    Verb("grant", "give a user a role", operations.grant, operations.grant_arguments),
    Verb("audit", "compare all books of orders, money and stock; exit 1 when they differ", audit.audit, audit.arguments),
    Verb("rotate", "replace the key that signs access tokens, or Consul's certificate", upkeep.rotate, upkeep.rotate_arguments),
    Verb("clean", "free the disk of what nobody needs: full logs, reports of load", upkeep.clean),
    Verb("fault", "break a part or a link until it is cleared", faults.run, faults.arguments),
    Verb("drill", "break a stack of its own on purpose, and prove that it kept its word", drills.drill, drills.drill_arguments),
    Verb("bench", "measure on a stack of its own", drills.bench, drills.bench_arguments),
    Verb("experiment", "find out on a stack of its own how it behaves", drills.experiment, drills.experiment_arguments),
    Verb("load", "put load on the shop with k6", load.load, load.arguments),
    Verb("test", "run everything a change needs, on a stack of its own, in about a quarter of an hour", testing.test),
    Verb("tools", "build or fetch every pinned tool into the cache, once", _tools),
)


def main(arguments: Sequence[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", ())
    if name in ("help", "-h", "--help"):
        return _help()
    for number in bringup.INTERRUPTS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup leaves it
            signal.signal(number, _interrupt)
    try:
        verb = find(name)
        return verb.run(verb.parser().parse_args(rest))
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt as interrupt:
        print("interrupted", file=sys.stderr)
        return SIGNALLED + (interrupt.args[0] if interrupt.args else signal.SIGINT)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print(f"{error.strerror}: {error.filename or 'while writing'}", file=sys.stderr)
        if error.errno == errno.EACCES:
            print("  A stack is for the user who started it, and for root.", file=sys.stderr)
        return 1


def _interrupt(number: int, _: object) -> None:
    """All of them end a verb like Ctrl-C: what was started is stopped."""
    raise KeyboardInterrupt(number)


def find(name: str) -> Verb:
    for verb in VERBS:
        if verb.name == name:
            return verb
    near = difflib.get_close_matches(name, [verb.name for verb in VERBS], n=1, cutoff=0.5)
    raise Failure(f"There is no verb '{name}'.", f"Did you mean '{near[0]}'?" if near else "./watertight help lists them.")


def _help() -> int:
    print("usage: ./watertight [--on native|compose] VERB [ARGUMENT…]\n")
    for verb in VERBS:
        print(f"  {verb.name:10} {verb.summary}")
    print("\n./watertight VERB --help tells a verb's arguments.\n")
    print("WATERTIGHT_STATE names another state folder, WATERTIGHT_PORT_OFFSET moves all ports, WATERTIGHT_<NAME>_PORT one of:")
    print(
        textwrap.fill(
            ", ".join(f"{name} {port}" for name, port in ports.WELL_KNOWN.items()), 110, initial_indent="  ", subsequent_indent="  "
        )
    )
    return 0
