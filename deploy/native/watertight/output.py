"""What is printed, where nobody may hear it any more: a terminal that was closed, a pipe to somebody who has read enough."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, TextIO


class Unheard(io.FileIO):
    """A file descriptor that may be written to the end: nothing under way fails because its listener is gone."""

    def write(self, data: Any, /) -> Any:
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in (errno.EIO, errno.EPIPE):
                raise
            self._lead_nowhere()
            return super().write(data)

    def _lead_nowhere(self) -> None:
        """For the programs that are started later too."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def outliving_its_listener(stream: TextIO) -> TextIO:
    descriptor = io.BufferedWriter(Unheard(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(descriptor, stream.encoding, stream.errors, line_buffering=bool(stream.line_buffering))


def outlive_listeners() -> None:
    """Of what there is: Python has none where the descriptor was closed before it began."""
    if sys.stdout:
        sys.stdout = outliving_its_listener(sys.stdout)
    if sys.stderr:
        sys.stderr = outliving_its_listener(sys.stderr)
