"""The services' jars, built when their sources are newer."""

from __future__ import annotations

import os
import subprocess
import time
import zipfile
from hashlib import sha256
from pathlib import Path

from . import logs, needs, places
from .failure import Failure
from .state import SERVICES, private_folder

MODULES = (*SERVICES, "acquirer")


def path(module: str) -> Path:
    return places.ROOT / "services" / module / "target" / f"{module}.jar"


def ensure(log: Path) -> None:
    if are_current():
        return
    print("building the services: their sources are newer than their jars", flush=True)
    # The drills are no part of the shop: what is wrong with them keeps nobody from running it.
    began = time.time_ns()
    _maven(log, "-q", "-DskipTests", "-pl", "!drills", "package")
    for module in MODULES:
        # Maven leaves a jar alone whose content would be the same; and what is saved while it builds may not be in any.
        os.utime(path(module), ns=(began, began))


def _maven(log: Path, *arguments: str) -> None:
    """What it prints goes into the log: while it succeeds, that is only noise."""
    command = [str(places.ROOT / "mvnw"), "-B", "-ntp", *arguments]
    private_folder(log.parent)
    with open(log, "wb") as output:
        environment = {**os.environ, "JAVA_HOME": str(needs.jdk())}
        outcome = subprocess.run(command, cwd=places.ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False)
    if outcome.returncode != 0:
        raise Failure(
            f"./mvnw {' '.join(arguments)} failed (exit {outcome.returncode}); its log {log} ends with:\n{logs.last_lines(log, 40)}"
        )


def are_current() -> bool:
    jars = [path(module) for module in MODULES]
    if not all(jar.exists() for jar in jars):
        return False
    oldest = min(jar.stat().st_mtime for jar in jars)
    return all(source.stat().st_mtime <= oldest for source in _sources())


def _sources() -> list[Path]:
    services = places.ROOT / "services"
    mains = [file for main in services.glob("*/src/main") for file in main.rglob("*") if file.is_file()]
    return [places.ROOT / "pom.xml", *services.glob("*/pom.xml"), *mains]


def resources_hash(jar: Path) -> str:
    """Changes when anything but code changes in a jar: its schema changes and its demo data are such resources."""
    digest = sha256()
    with zipfile.ZipFile(jar) as content:
        for entry in sorted(content.infolist(), key=lambda entry: entry.filename):
            if not entry.filename.endswith(".class") and not entry.filename.startswith("META-INF/"):
                digest.update(f"{entry.filename} {entry.CRC}\n".encode())
    return digest.hexdigest()
