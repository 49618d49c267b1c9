"""The state folder: everything a running stack writes. Only its owner may look into it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, TextIO

from . import places
from .failure import Failure

SERVICES = ("user", "product", "order", "payment")
DEFAULT_REPLICAS = 2
# A unix socket's path has room for 107 bytes; the longest of our names takes 20.
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class State:
    root: Path

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> State:
        # By its one true name: that is how processes are known to be of this stack.
        return State(Path(environment.get("WATERTIGHT_STATE") or places.ROOT / ".watertight" / "shop").resolve())

    def folder(self, *parts: str) -> Path:
        """A folder in the state, made if need be."""
        return private_folder(self.root.joinpath(*parts))

    @property
    def sockets(self) -> Path:
        inside = self.root / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return private_folder(inside)
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        outside = private_folder(Path(tempfile.gettempdir()) / f"watertight-{os.geteuid()}-{name}")
        if outside.is_symlink() or outside.stat().st_uid != os.geteuid() or outside.stat().st_mode & 0o077:
            raise Failure(f"{outside} is not ours alone.", "Remove it, or use a shorter path for WATERTIGHT_STATE.")
        return outside

    def log(self, part: str) -> Path:
        return self.root / "logs" / f"{part}.log"

    @property
    def runaway_log(self) -> Path:
        """What fills the disk in a drill; as a full log, so that `clean` removes it."""
        return self.root / "logs" / "runaway.log.1"

    def replicas(self) -> dict[str, int]:
        counts = dict.fromkeys(SERVICES, DEFAULT_REPLICAS)
        file = self.root / "replicas.json"
        if file.exists():
            counts.update(json.loads(file.read_text(encoding="utf-8")))
        return counts

    def remember_replicas(self, counts: Mapping[str, int]) -> None:
        write(self.folder() / "replicas.json", json.dumps(counts, indent=2) + "\n")

    def releases(self) -> dict[str, str]:
        """The version each service runs, and that of each replica that runs another meanwhile."""
        file = self.root / "releases.json"
        versions: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return versions

    def remember_releases(self, versions: Mapping[str, str]) -> None:
        write(self.folder() / "releases.json", json.dumps(versions, indent=2) + "\n")

    def faults(self) -> dict[str, str]:
        """The parts and links that faults hold, each with what `fault list` tells of it."""
        file = self.root / "faults.json"
        held: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return held

    def remember_faults(self, faults: Mapping[str, str]) -> None:
        write(self.folder() / "faults.json", json.dumps(faults, indent=2) + "\n")

    @contextmanager
    def changing(self, patience_seconds: float = 0) -> Iterator[None]:
        """Held by verbs that start or stop processes, so that two of them never do at once."""
        deadline = time.monotonic() + patience_seconds
        with open(self.folder() / "lock", "w", encoding="utf-8") as lock:
            while not _locked(lock):
                if time.monotonic() >= deadline:
                    raise Failure(f"Another ./watertight is changing the stack in {self.root}.", "Wait for it to end.")
                time.sleep(0.1)
            yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def private_folder(folder: Path) -> Path:
    """Made if need be, and what is made on the way is as private (`mkdir` would leave parents open)."""
    if folder.is_dir():
        return folder
    private_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Failure(
            f"The state folder cannot be made: {error.strerror}: {error.filename}.", "Set WATERTIGHT_STATE to a folder of yours."
        ) from None
    return folder


def write(file: Path, content: str) -> Path:
    """Replaces a file whole, readable by its owner only."""
    private_folder(file.parent)
    unfinished = file.with_name(file.name + ".unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as output:
        output.write(content)
    unfinished.replace(file)
    return file
