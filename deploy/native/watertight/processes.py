"""What the kernel says about processes: whose they are, what they hold, how much memory they take."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Iterator, Optional

PROC = Path("/proc")
# Every process of a stack has this variable, so that it is known even when orphaned.
STACK_VARIABLE = "WATERTIGHT_STACK"
# No other variable of the operator's shell may configure a service by accident.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")


def environment(state: Path) -> dict[str, str]:
    """What every process of a stack is started with."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, STACK_VARIABLE: str(state)}


def pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def of_stack(state: Path) -> list[int]:
    """The processes started for this state folder."""
    return [pid for pid in pids() if stack_of(pid) == str(state) and not _is_zombie(pid)]


def stack_of(pid: int) -> Optional[str]:
    """The state folder a process belongs to, if it is one of ours."""
    for entry in _read(pid, "environ").split(b"\0"):
        name, _, value = entry.partition(b"=")
        if name == STACK_VARIABLE.encode():
            return os.fsdecode(value)
    return None


def command_line(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace").strip()[:100]


def program(pid: int) -> str:
    """What it was started as; nothing for a process that is gone."""
    return os.fsdecode(_read(pid, "cmdline").partition(b"\0")[0])


def memory(all_pids: list[int]) -> int:
    """Bytes of memory taken: proportional set size, so that shared pages count once."""
    return sum(_pss(pid) for pid in all_pids)


def _pss(pid: int) -> int:
    for line in _read(pid, "smaps_rollup").splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def listener(port: int) -> Optional[int]:
    """The process listening on a TCP port, if we may see it."""
    inodes = {f"socket:[{inode}]" for table in ("tcp", "tcp6") for inode in _listening_inodes(table, port)}
    return next((pid for pid in pids() if inodes and not inodes.isdisjoint(_open_files(pid))), None)


def _listening_inodes(table: str, port: int) -> Iterator[str]:
    try:
        lines = (PROC / "net" / table).read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return
    for line in lines:
        fields = line.split()
        if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
            yield fields[9]


def _open_files(pid: int) -> Iterator[str]:
    folder = PROC / str(pid) / "fd"
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            with contextlib.suppress(FileNotFoundError):  # closed since
                yield os.readlink(folder / name)


def end(victims: list[int], patience: float) -> None:
    """Asks processes to end, and kills those that have not within `patience` seconds."""
    _signal(victims, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(map(is_alive, victims)) and time.monotonic() < deadline:
        time.sleep(0.1)
    _signal([pid for pid in victims if is_alive(pid)], signal.SIGKILL)
    while any(map(is_alive, victims)):
        time.sleep(0.05)


def resume(paused: list[int]) -> None:
    """Lets stopped processes go on; others do not mind."""
    _signal(paused, signal.SIGCONT)


def signal_group(leader: int, number: int) -> None:
    """To a process that leads a group, and to all it started; one that has just begun does not lead its group yet."""
    if not leader:  # which would be our own group
        return
    _signal([leader], number)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, number)


def is_stopped(pid: int) -> bool:
    return _state(pid) == b"T"


def is_alive(pid: int) -> bool:
    return (PROC / str(pid)).exists() and not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    return _state(pid) == b"Z"


def _state(pid: int) -> bytes:
    return _read(pid, "stat").rpartition(b") ")[2][:1]


def _signal(victims: list[int], number: int) -> None:
    for pid in victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _read(pid: int, name: str) -> bytes:
    """Empty for a process that is gone or another's."""
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""
