"""HAProxy comes from the system's package manager: a stack runs on the one the machine had when the stack was started."""

from __future__ import annotations

from pathlib import Path

from . import needs
from .failure import Failure
from .state import State, write


def remember(state: State) -> None:
    """Which one it is, so that later commands neither ask it for its version nor install any."""
    write(_memory(state), needs.haproxy() + "\n")


def of(state: State) -> str:
    if not _memory(state).exists():
        raise Failure("It is not known which HAProxy this stack runs on.", "./watertight down, then up, looks for one.")
    return _memory(state).read_text(encoding="utf-8").rstrip("\n")


def _memory(state: State) -> Path:
    return state.root / "haproxy"
