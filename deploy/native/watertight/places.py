"""Where things are: the repository, the cache of tools, the default state folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NATIVE = ROOT / "deploy" / "native"
TOOL_SOURCES = NATIVE / "tools"


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "watertight"
