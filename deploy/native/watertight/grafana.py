"""Grafana is in no language registry: a stack has it if the machine had it when the stack was started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional

from . import needs
from .needs import Grafana
from .state import State, write


def remember(state: State) -> None:
    """Which one this stack has, if any, whatever the PATH of a later caller says."""
    found = needs.grafana()
    if found:
        write(_memory(state), json.dumps({"program": str(found.program), "home": str(found.home)}, indent=2) + "\n")
    else:
        _memory(state).unlink(missing_ok=True)


def of(state: State) -> Optional[Grafana]:
    if not _memory(state).exists():
        return None
    known = json.loads(_memory(state).read_text(encoding="utf-8"))
    return Grafana(Path(known["program"]), Path(known["home"]))


def _memory(state: State) -> Path:
    return state.root / "grafana.json"
