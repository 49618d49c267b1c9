"""Releases: the jar of a service with its libraries, kept so that a rebuild touches nothing that runs and there is a way back."""

from __future__ import annotations

import os
import re
import shutil
import time
import zipfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Mapping, Sequence

from .failure import Failure
from .state import State

KEPT = 5
VERSION_DIGITS = 8
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Release:
    service: str
    version: str
    folder: Path

    @property
    def jar(self) -> Path:
        return self.folder / f"{self.service}.jar"

    @property
    def installed(self) -> float:
        """When it was, for the last time; seconds since 1970."""
        return self.folder.stat().st_mtime


@dataclass(frozen=True)
class Contents:
    """What the manifest of a service's jar says."""

    service: str
    version: str
    libraries: Sequence[str]


def install(state: State, service: str, jar: Path) -> Release:
    """Copies a jar and its libraries, and forgets older releases; the same content is the same release."""
    contents = examine(service, jar)
    unfinished = _folder(state, service) / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)  # an install that was interrupted
    try:
        version = _fill(unfinished, state, jar, contents)
        release = Release(service, version, unfinished.with_name(version))
        if not release.folder.exists():
            unfinished.rename(release.folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    now = time.time_ns()
    os.utime(release.folder, ns=(now, now))
    _forget_old(state, service)
    return release


def examine(service: str, jar: Path) -> Contents:
    """What a jar says of itself; a failure if it is not a whole jar of the service with its libraries beside it."""
    contents = _contents(jar)
    if contents.service != service:
        raise Failure(f"{jar} is the jar of {contents.service}, not of {service}.")
    missing = [name for name in contents.libraries if not (jar.parent / name).is_file()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise Failure(f"{jar} needs {missing[0]}{more}, which must lie beside it.")
    return contents


def _contents(jar: Path) -> Contents:
    if not jar.is_file():
        raise Failure(f"There is no file {jar}.")
    try:
        with zipfile.ZipFile(jar) as content:
            damaged = content.testzip()
            manifest = content.read("META-INF/MANIFEST.MF").decode(errors="replace")
    except (zipfile.BadZipFile, KeyError):
        raise Failure(f"{jar} is no jar.") from None
    except (zlib.error, EOFError):  # which the check lets through
        raise Failure(f"{jar} is damaged.") from None
    if damaged:
        raise Failure(f"{jar} is damaged: {damaged}.")
    attributes = _attributes(manifest)
    main = re.fullmatch(r"dev\.watertight\.(\w+)\.\w+Main", attributes.get("Main-Class", ""))
    version = attributes.get("Implementation-Version", "")
    libraries = attributes.get("Class-Path", "").split()
    # Both become names of files, so that neither may lead elsewhere.
    fits = re.fullmatch(r"\w[\w.-]*", version) and all(re.fullmatch(r"libs/\w[\w.+-]*", name) for name in libraries)
    if not main or not fits:
        raise Failure(
            f"{jar} is not the jar of a service.", "The manifest of one has its Main-Class, its Implementation-Version and its libs."
        )
    return Contents(main.group(1), version, libraries)


def _attributes(manifest: str) -> Mapping[str, str]:
    lines = re.sub(r"\r?\n ", "", manifest).splitlines()  # a line that begins with a space goes on with the one before
    return {name: value for name, _, value in (line.partition(": ") for line in lines)}


def _fill(folder: Path, state: State, jar: Path, contents: Contents) -> str:
    """Answers the version: of the same content, the same."""
    folder.mkdir()
    shutil.copyfile(jar, folder / f"{contents.service}.jar")
    digest = sha256((folder / f"{contents.service}.jar").read_bytes())
    for name in contents.libraries:
        library = _digest(jar.parent / name)
        digest.update(f"\n{name} {library}".encode())
        (folder / name).parent.mkdir(exist_ok=True)
        _place(state, jar.parent / name, library, folder / name)
    return f"{contents.version}-{digest.hexdigest()[:VERSION_DIGITS]}"


def _digest(file: Path) -> str:
    digest = sha256()
    with open(file, "rb") as content:
        while block := content.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _place(state: State, library: Path, digest: str, target: Path) -> None:
    """All releases share their libraries, which hardly ever change; never with the build, which writes over its own."""
    shared = _libraries(state) / digest
    if not shared.exists():
        unfinished = shared.with_name(UNFINISHED)
        shutil.copyfile(library, unfinished)
        unfinished.rename(shared)
    try:
        os.link(shared, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(library, target)


def kept(state: State, service: str) -> list[Release]:
    """The newest first."""
    releases = [Release(service, folder.name, folder) for folder in _folder(state, service).iterdir() if folder.name != UNFINISHED]
    return sorted(releases, key=lambda release: release.installed, reverse=True)


def _forget_old(state: State, service: str) -> None:
    for release in kept(state, service)[KEPT:]:
        if not running(state, release):
            shutil.rmtree(release.folder)
    for library in _libraries(state).iterdir():
        if library.stat().st_nlink == 1:  # no release has it any more
            library.unlink()


def find(state: State, service: str, wanted: str) -> Release:
    """The release of that version, or the one whose version, or the digits it ends with, begins so."""
    releases = kept(state, service)
    found = [release for release in releases if release.version == wanted] or [
        release
        for release in releases
        if wanted and (release.version.startswith(wanted) or release.version.rpartition("-")[2].startswith(wanted))
    ]
    if not found:
        known = ", ".join(release.version for release in releases)
        raise Failure(f"There is no release '{wanted}' of {service}.", f"There are: {known}." if known else "There is none yet.")
    if len(found) > 1:
        raise Failure(f"'{wanted}' may be any of {', '.join(release.version for release in found)}.", "Name more of the version.")
    return found[0]


def of(state: State, service: str, replica: str = "") -> Release:
    """What a service runs, or one of its replicas if that runs another meanwhile."""
    versions = state.releases()
    version = versions.get(replica) or versions.get(service)
    if not version:
        raise Failure(f"It is not known which release of {service} runs.", "./watertight down, then up, starts what is built.")
    return Release(service, version, _folder(state, service) / version)


def running(state: State, release: Release) -> list[str]:
    """Who runs it: the service, or replicas that run another than their service meanwhile."""
    names = re.compile(rf"{release.service}(-\d+)?")
    return [name for name, version in state.releases().items() if version == release.version and names.fullmatch(name)]


def remember(state: State, replica: str, release: Release, replicas: Sequence[str]) -> None:
    """One replica runs a release now, and the service does once all its replicas do."""
    versions = {**state.releases(), replica: release.version}
    if all(versions.get(name, versions[release.service]) == release.version for name in replicas):
        others = re.compile(rf"{release.service}-\d+")
        versions = {name: version for name, version in versions.items() if not others.fullmatch(name)}
        versions[release.service] = release.version
    state.remember_releases(versions)


def _folder(state: State, service: str) -> Path:
    return state.folder("releases", service)


def _libraries(state: State) -> Path:
    return state.folder("releases", "libraries")
