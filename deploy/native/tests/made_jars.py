"""Jars as a build leaves them: small ones, with a library beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Sequence


def make_jar(file: Path, service: str, content: str, version: str = "0.1.0", libraries: Sequence[str] = ("libs/chassis.jar",)) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Long lines are broken as the format demands, to show that they are put together again.
    names = "\r\n ".join(" ".join(libraries))
    manifest = (
        f"Main-Class: dev.watertight.{service}.{service.capitalize()}Main\r\nImplementation-Version: {version}\r\nClass-Path: {names}\r\n"
    )
    with zipfile.ZipFile(file, "w") as jar:
        jar.writestr(zipfile.ZipInfo("META-INF/MANIFEST.MF"), manifest)
        jar.writestr(zipfile.ZipInfo("content"), content)
    for library in libraries:
        if not (file.parent / library).exists():
            (file.parent / library).parent.mkdir(exist_ok=True)
            (file.parent / library).write_text("a library", encoding="utf-8")
    return file
