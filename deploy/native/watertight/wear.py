"""Faults of what is no part and no link: keys and certificates grow old, the disk fills, the acquirer errs. None of them is held."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sqlite3
import time
import uuid
from typing import Callable, Mapping

from . import bringup, credentials, operations, parts, upkeep
from .failure import Failure
from .ports import Ports
from .state import State
from .supervision import Supervisor

Adder = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

OLD_DAYS = 100
ENDS_IN_DAYS = 7
# Of the disk: less than an alert lets be, and more than the shop needs to go on.
LEFT_FREE = 0.08
LEAST_FREE = 2 * 2**30
BUSY_SECONDS = 5


def arguments(add: Adder) -> None:
    age = add("age", "let a key or a certificate grow old; ./watertight rotate replaces it", _age)
    age.add_argument("what", choices=sorted(AGES), help=f"signing-key: {OLD_DAYS} days; certificate: it ends in {ENDS_IN_DAYS}")
    add("fill", "fill more than nine tenths of the disk with a log; ./watertight clean removes it", _fill)
    misbook = add("misbook", "let the acquirer book other than it said; the opposite amount puts it right", _misbook)
    misbook.add_argument("order", metavar="ORDER", type=uuid.UUID, help="the id of an order that was charged")
    misbook.add_argument("--cents", metavar="N", type=int, default=1, help="so many more, or fewer if negative (default 1)")


def _age(wanted: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    with state.changing(), bringup.finishing():
        AGES[wanted.what](state, table, supervisor)
    print(f"the {wanted.what} is old; ./watertight rotate {wanted.what} replaces it")
    return 0


def _age_signing_keys(state: State, _: Ports, __: Supervisor) -> None:
    keys = credentials.oldest_first(state)
    # Old, the younger one would seem to have signed for long, and what the older one signed a moment ago to be worth nothing.
    if len(keys) > 1 and time.time() - credentials.written(keys[-1]) < credentials.SIGNS_AFTER + credentials.TOKEN_LIVES:
        raise Failure("A key was made a moment ago.", "Wait for a quarter of an hour: until then the one before is needed.")
    for key in keys:
        then = credentials.written(key) - OLD_DAYS * 86_400
        os.utime(key, (then, then))


def _age_certificate(state: State, table: Ports, supervisor: Supervisor) -> None:
    operations.require_unheld(state, ["consul"])
    credentials.make_certificate(state, ENDS_IN_DAYS)
    upkeep.restart_consul(state, table, supervisor)


AGES: Mapping[str, Callable[[State, Ports, Supervisor], None]] = {"signing-key": _age_signing_keys, "certificate": _age_certificate}


def _fill(_: argparse.Namespace) -> int:
    state = operations.running_stack()[0]
    disk = shutil.disk_usage(state.root)
    left = int(disk.total * LEFT_FREE)
    if left < LEAST_FREE:
        raise Failure(f"The disk of {state.root} is too small to be filled: only {left / 2**20:,.0f} MiB would be left.")
    if disk.free <= left:
        raise Failure(f"The disk of {state.root} is as full as that already.", "./watertight clean frees what nobody needs.")
    log = state.runaway_log
    with open(log, "wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, disk.free - left)  # which writes nothing where the file system can take room at once
        except OSError as error:
            log.unlink()
            raise Failure(f"{log} cannot be made that large: {error.strerror}.") from None
    print(f"{log} fills the disk; ./watertight clean removes it")
    return 0


def _misbook(wanted: argparse.Namespace) -> int:
    state = operations.running_stack()[0]
    books = sqlite3.connect(parts.acquirer_file(state), timeout=BUSY_SECONDS)
    with contextlib.closing(books), books:
        change = "UPDATE charges SET amount = amount + ? WHERE charge_key = ? AND decline IS NULL AND amount + ? > 0"
        changed = books.execute(change, (wanted.cents, str(wanted.order), wanted.cents)).rowcount
    if changed != 1:
        raise Failure(f"The acquirer charged nothing for the order {wanted.order}, or not so much.")
    print(f"the acquirer booked {wanted.cents:+d} cents for {wanted.order}; --cents {-wanted.cents} puts it right")
    return 0
