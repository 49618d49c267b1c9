"""Whom alerts are sent to is a file of the team's, which a stack remembers: nobody must know of it at 3 a.m."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional

from .failure import Failure
from .state import State, write

CONFIGURATION_VARIABLE = "WATERTIGHT_ALERTMANAGER_CONFIG"


def remember(state: State) -> None:
    """The file that was named, if any; else the one of before. Named empty, it is forgotten."""
    named = os.environ.get(CONFIGURATION_VARIABLE)
    if named:
        write(_memory(state), f"{Path(named).absolute()}\n")
    elif named == "":
        _memory(state).unlink(missing_ok=True)
    file = configuration_of(state)
    if file and not file.is_file():
        raise Failure(
            f"Alerts are to be sent to whom {file} says, and there is no such file.",
            f"Put it there, or name another in {CONFIGURATION_VARIABLE}; if that is set to nothing, nobody is told.",
        )


def is_other(state: State) -> bool:
    """Whether somebody names another file than the one that a stack which runs was started with."""
    named = os.environ.get(CONFIGURATION_VARIABLE)
    return named is not None and (Path(named).absolute() if named else None) != configuration_of(state)


def configuration_of(state: State) -> Optional[Path]:
    """The team's; none where nobody is told."""
    memory = _memory(state)
    return Path(memory.read_text(encoding="utf-8").strip()) if memory.exists() else None


def _memory(state: State) -> Path:
    return state.root / "alertmanager-configuration"
