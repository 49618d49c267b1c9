"""The verbs rotate and clean: what is to be done before it is too late."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Callable, Iterator, Mapping

from . import bringup, credentials, operations, parts
from .failure import Failure
from .ports import Ports
from .state import State
from .supervision import Supervisor

MOST_FOLDERS = 8


def rotate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=sorted(ROTATIONS),
        help="signing-key: a new key for access tokens, and no more those that nothing still good was signed with; "
        "certificate: a new one for Consul, which is started anew",
    )


def rotate(arguments: argparse.Namespace) -> int:
    state, table, supervisor = operations.running_stack()
    with state.changing(), bringup.finishing():
        ROTATIONS[arguments.what](state, table, supervisor)
    return 0


def _signing_key(state: State, _: Ports, __: Supervisor) -> None:
    for key in credentials.retire_signing_keys(state, time.time()):
        print(f"key {key.stem} is removed: nothing that is still good was signed with it")
    key = credentials.make_signing_key(state)
    print(f"key {key.stem} is published now and signs in {credentials.SIGNS_AFTER // 60} minutes; the one before stays for what it signed")


def _certificate(state: State, table: Ports, supervisor: Supervisor) -> None:
    operations.require_unheld(state, ["consul"])
    credentials.make_certificate(state)
    restart_consul(state, table, supervisor)
    print(f"Consul has a certificate for {credentials.CERTIFICATE_DAYS} days")


def restart_consul(state: State, table: Ports, supervisor: Supervisor) -> None:
    (consul,) = operations.chosen(parts.all_parts(state, table), "consul")
    operations.replace_process(state, table, supervisor, consul)


ROTATIONS: Mapping[str, Callable[[State, Ports, Supervisor], None]] = {"signing-key": _signing_key, "certificate": _certificate}


def clean(_: argparse.Namespace) -> int:
    state = State.from_environment(os.environ)
    if not state.root.is_dir():
        raise Failure(f"There is no stack in {state.root}.", "./watertight up makes one.")
    before = shutil.disk_usage(state.root).free
    for file in _spent(state):
        file.unlink(missing_ok=True)
        print(f"removed {file}")
    usage = shutil.disk_usage(state.root)
    print(f"{(usage.free - before) / 2**20:,.0f} MiB more are free; now {100 * usage.free / usage.total:.0f} % of the disk are")
    print("what is left of this stack, the largest first:")
    sizes = {folder: _size(folder) for folder in _folders(state)}
    for folder in sorted(sizes, key=sizes.__getitem__, reverse=True)[:MOST_FOLDERS]:
        print(f"  {sizes[folder] / 2**20:8,.0f} MiB  {folder}")
    return 0


def _folders(state: State) -> Iterator[Path]:
    """Each part's data by itself, and all else together."""
    yield from (folder for folder in state.root.iterdir() if folder.is_dir() and folder.name != "data")
    yield from (folder for folder in state.folder("data").iterdir() if folder.is_dir())


def _size(folder: Path) -> int:
    """In bytes; what is removed meanwhile counts for nothing."""
    size = 0
    for place, _, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(FileNotFoundError):
                size += os.lstat(os.path.join(place, name)).st_size
    return size


def _spent(state: State) -> Iterator[Path]:
    """What nobody needs to go on: logs that are full, and reports of load."""
    yield from state.folder("logs").glob("*.log.*")
    yield from (file for file in state.folder("reports").iterdir() if file.is_file())
