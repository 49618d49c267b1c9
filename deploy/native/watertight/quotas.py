"""CPU quotas for single processes, by the kernel's control groups: version 1 and version 2."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence

from .failure import Failure
from .processes import PROC
from .state import State

# The kernel stops a process until the period ends: with the usual 100 ms that pause would be its p99.
PERIOD_MICROSECONDS = 10_000
SHORTEST_QUOTA_MICROSECONDS = 1_000  # the kernel takes no shorter one


@dataclass(frozen=True)
class Hierarchy:
    """
    The control groups that give processor time.

    :param root: where they are mounted
    :param version: 1 or 2
    """

    root: Path
    version: int

    def group_of(self, pid: int) -> Path:
        """As the kernel says, whoever put it there."""
        for line in _lines(PROC / str(pid) / "cgroup"):
            _, controllers, path = line.split(":", 2)
            if (self.version == 1 and "cpu" in controllers.split(",")) or (self.version == 2 and not controllers):
                return self.root / path.lstrip("/")
        raise Failure(f"Process {pid} is in no control group.")

    def limit(self, group: Path, percent: int) -> None:
        period, quota = period_and_quota(percent)
        if self.version == 1:
            (group / "cpu.cfs_period_us").write_text(str(period), encoding="ascii")
            (group / "cpu.cfs_quota_us").write_text(str(quota), encoding="ascii")
        else:
            (group / "cpu.max").write_text(f"{quota} {period}", encoding="ascii")

    def limit_of(self, group: Path) -> Optional[int]:
        """Percent of a core, if there is a quota."""
        if self.version == 1:
            quota, period = (_first(group / name) for name in ("cpu.cfs_quota_us", "cpu.cfs_period_us"))
        else:
            quota, _, period = _first(group / "cpu.max").partition(" ")
        return round(100 * int(quota) / int(period)) if quota.isdecimal() else None

    def home(self, state: State) -> Path:
        """Where to put the groups of a stack. Version 2 allows none below a group that has processes of its own."""
        return (self.group_of(os.getpid()) if self.version == 1 else self.root) / home_name(state)

    def homes(self, state: State) -> Sequence[Path]:
        """All there are of a stack: in version 1 each caller may have made one below its own group."""
        name = home_name(state)
        return [Path(folder) / name for folder, inner, _ in os.walk(self.root) if name in inner]


def home_name(state: State) -> str:
    return f"watertight-{hashlib.sha256(os.fsencode(state.root)).hexdigest()[:12]}"


def period_and_quota(percent: int) -> tuple[int, int]:
    """In microseconds."""
    period = max(PERIOD_MICROSECONDS, -(-SHORTEST_QUOTA_MICROSECONDS * 100 // percent))
    return period, period * percent // 100


def put(state: State, name: str, pid: int, percent: int) -> None:
    """Gives a process so many percent of one core, and not more; what it starts later shares them."""
    hierarchy = _hierarchy()
    if hierarchy is None:
        raise Failure("This system has no control groups for the processor.", "CPU quotas need Linux with cgroup v1 or v2.")
    group = _home(hierarchy, state) / name
    try:
        if hierarchy.version == 2:
            _delegate(hierarchy.root)
        group.parent.mkdir(exist_ok=True)
        if hierarchy.version == 2:
            _delegate(group.parent)
        group.mkdir(exist_ok=True)
        hierarchy.limit(group, percent)
        _move(pid, group)
    except OSError as error:
        raise Failure(f"No CPU quota can be set: {error.strerror}: {error.filename}.", _remedy(hierarchy, error)) from None


def _home(hierarchy: Hierarchy, state: State) -> Path:
    try:
        return hierarchy.home(state)
    except Failure as failure:
        remedy = "./watertight must itself run in a control group of the cpu controller; /proc/self/cgroup lists those of a shell."
        raise Failure(f"No CPU quota can be set: {failure}", remedy) from None


def require() -> None:
    """A failure if none can be put on a process: tried with one that only sleeps."""
    with tempfile.TemporaryDirectory() as folder:
        state = State(Path(folder))
        process = subprocess.Popen(["sleep", "100"])
        try:
            put(state, "sleeper", process.pid, 10)
        finally:
            process.kill()
            process.wait()
            forget(state)


def _remedy(hierarchy: Hierarchy, error: OSError) -> str:
    if error.errno == errno.EBUSY:  # as in a container, whose own processes are where groups could be made
        return f"Those in {hierarchy.root}/cgroup.procs must go into a group below it: the kernel divides none that has processes itself."
    return "It needs root, or a control group of your own." if hierarchy.version == 1 else "It needs root."


def lift(state: State, name: str, pid: int) -> None:
    """Gives a process all the time there is again; one that was restarted has it already."""
    hierarchy = _hierarchy()
    if hierarchy is None:
        return
    group = _group(hierarchy, state, name, pid)
    if group:
        _move(pid, group.parent.parent if hierarchy.version == 1 else hierarchy.group_of(os.getpid()))
    for home in hierarchy.homes(state):
        if (home / name).is_dir():
            _remove(home / name)


def of(state: State, name: str, pid: int) -> Optional[int]:
    """The quota a process has by that name, in percent of one core, as the kernel says."""
    hierarchy = _hierarchy()
    if hierarchy is None:
        return None
    group = _group(hierarchy, state, name, pid)
    return hierarchy.limit_of(group) if group else None


def _group(hierarchy: Hierarchy, state: State, name: str, pid: int) -> Optional[Path]:
    """The group a process has by that name, whoever made it and from where; none for a process that is gone."""
    with contextlib.suppress(Failure):
        group = hierarchy.group_of(pid)
        if group.parts[-2:] == (home_name(state), name):
            return group
    return None


def forget(state: State) -> None:
    """Leaves no group behind once the processes of a stack are gone."""
    hierarchy = _hierarchy()
    for home in hierarchy.homes(state) if hierarchy else ():
        with contextlib.suppress(OSError):  # somebody else removed it meanwhile
            for group in (*(entry for entry in home.iterdir() if entry.is_dir()), home):
                _remove(group)


def _hierarchy() -> Optional[Hierarchy]:
    """The first the system has, if it has one."""
    mounts = map(str.split, _lines(PROC / "mounts"))
    return next((Hierarchy(Path(mount[1]), 2 if mount[2] == "cgroup2" else 1) for mount in mounts if _gives_cpu(mount)), None)


def _gives_cpu(mount: list[str]) -> bool:
    _, folder, kind, options, *_ = mount
    if kind == "cgroup":
        return "cpu" in options.split(",")
    return kind == "cgroup2" and "cpu" in _first(Path(folder) / "cgroup.controllers").split()


def _remove(group: Path) -> None:
    with contextlib.suppress(OSError):  # somebody put another process into it: that one may stay
        group.rmdir()


def _delegate(group: Path) -> None:
    (group / "cgroup.subtree_control").write_text("+cpu", encoding="ascii")


def _move(pid: int, group: Path) -> None:
    (group / "cgroup.procs").write_text(str(pid), encoding="ascii")


def _first(file: Path) -> str:
    return next(iter(_lines(file)), "")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
