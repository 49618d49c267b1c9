"""Tells a waiting person what happens: a line redrawn on a terminal, a line now and then in a log."""

from __future__ import annotations

import sys
import time

LOG_INTERVAL_SECONDS = 30


def duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Progress:
    """One line about what is being waited for; `update` may be called as often as one likes."""

    def __init__(self) -> None:
        self._out = sys.stdout
        self._redraws = self._out.isatty()
        self._shown = ""
        self._next_log = 0.0

    def update(self, line: str) -> None:
        now = time.monotonic()
        if self._redraws:
            if line != self._shown:
                self._out.write(f"\r\033[K{line}")
                self._shown = line
        elif now >= self._next_log:
            self._out.write(line + "\n")
            self._next_log = now + LOG_INTERVAL_SECONDS
        self._out.flush()

    def done(self, line: str) -> None:
        """Ends the current line with its outcome."""
        self._out.write(f"\r\033[K{line}\n" if self._redraws else line + "\n")
        self._shown = ""
        self._next_log = time.monotonic() + LOG_INTERVAL_SECONDS
        self._out.flush()
