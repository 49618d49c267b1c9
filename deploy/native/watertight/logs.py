"""What the parts print: one file each in the state folder."""

from __future__ import annotations

import argparse
import glob
import os
import subprocess
from pathlib import Path

from .failure import Failure
from .state import State


def last_lines(log: Path, count: int = 5) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "  (nothing)"
    return "\n".join(f"  {line[:400]}" for line in lines[-count:]) or "  (nothing)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", nargs="?", default="", help="a service, a replica or another part; all if left out")
    parser.add_argument("-n", "--lines", type=_count, default=100, metavar="N", help="so many of the last lines of each (100)")
    parser.add_argument("-f", "--follow", action="store_true", help="go on printing what is added")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 on")
    return int(text)


def show(wanted: argparse.Namespace) -> int:
    state = State.from_environment(os.environ)
    folder = glob.escape(str(state.root / "logs"))
    name = glob.escape(wanted.part)
    patterns = [f"{folder}/{name}.log", f"{folder}/{name}-[0-9]*.log"] if name else [f"{folder}/*.log"]
    files = sorted(file for pattern in patterns for file in glob.glob(pattern))
    if not files:
        known = ", ".join(sorted(Path(file).stem for file in glob.glob(f"{folder}/*.log")))
        remedy = f"There are: {known}." if known else "./watertight up starts the shop."
        raise Failure(f"There is no log{wanted.part and ' of ' + wanted.part}.", remedy)
    command = ["tail", "-n", str(wanted.lines), *(["-F"] if wanted.follow else []), "--", *files]
    return subprocess.run(command, check=False).returncode
