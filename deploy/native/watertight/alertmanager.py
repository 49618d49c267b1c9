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
        file = Path(named).absolute()
        if not file.is_file():
            raise Failure(f"{CONFIGURATION_VARIABLE} names {file}, and there is no such file.", "Name one, or none to tell nobody.")
        write(_memory(state), f"{file}\n")
    elif named == "":
        _memory(state).unlink(missing_ok=True)


def configuration_of(state: State) -> Optional[Path]:
    """The team's; none where nobody is told."""
    memory = _memory(state)
    return Path(memory.read_text(encoding="utf-8").strip()) if memory.exists() else None


def _memory(state: State) -> Path:
    return state.root / "alertmanager-configuration"
