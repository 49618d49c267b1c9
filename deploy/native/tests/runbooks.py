"""What a runbook must be: its sections in their order, on about one screen, and commands that the operator's command takes."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import shlex
import tempfile
import uuid
from pathlib import Path
from typing import Iterator

from watertight import cli, haproxy, parts, ports
from watertight.failure import Failure
from watertight.places import ROOT
from watertight.state import SERVICES, State

FOLDER = ROOT / "observability" / "runbooks"
SECTIONS = ["Is it real?", "How bad is it?", "Stop it", "Escalate", "Find the cause", "Verify recovery", "How to cause it"]
MOST_LINES = 100
# Settings may stand before it, as in SHOP_DURATION=3m ./watertight load shop.
COMMAND = re.compile(r"(?:^ *|`)(?:[A-Z][A-Z0-9_]*=\S+ )*\./watertight ([^`#]+)")
LAST_DRILLED = re.compile(r"Last drilled: (\d{4}-\d\d-\d\d, .+|never)\.")
LINK = re.compile(r"\]\(([^)#]+)\)")


def faults(path: Path, text: str) -> list[str]:
    """Everything wrong with the runbook that is or would be at that path, each with its line."""
    lines = list(enumerate(text.splitlines(), 1))
    found = [*_of_its_form(path, lines), *_of_commands(lines), *_of_links(path, lines)]
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return [f"{name}:{line}: {fault}" for line, fault in found]


def _of_its_form(path: Path, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if not lines or lines[0][1] != f"# {path.stem}":
        yield 1, f"its title is not '# {path.stem}', the name of its alert"
    if len(lines) > MOST_LINES:
        yield MOST_LINES, f"{len(lines)} lines are more than a screen, which are {MOST_LINES}"
    sections = [(number, line[3:]) for number, line in lines if line.startswith("## ")]
    for number, section in sections:
        if section not in SECTIONS:
            yield number, f"no runbook has a section '{section}'; they are {', '.join(SECTIONS)}"
    names = [section for _, section in sections]
    if not any(LAST_DRILLED.fullmatch(line) for _, line in lines):
        yield len(lines), "does not say when it was drilled: 'Last drilled: YYYY-MM-DD, …', which ./watertight drill oncall --long writes"
    for section in SECTIONS:
        if section not in names:
            yield len(lines), f"has no section '{section}'"
    known = [section for section in names if section in SECTIONS]
    if known != sorted(known, key=SECTIONS.index):
        yield sections[0][0], f"its sections are not in the order {', '.join(SECTIONS)}"


def _of_commands(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        for command in COMMAND.findall(line):
            refusal = _refused(shlex.split(command))
            if refusal:
                yield number, f"./watertight {command.strip()}: {refusal}"


def _refused(words: list[str]) -> str:
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            # Of an order there is only a name here.
            wanted = cli.find(words[0]).parser().parse_args([str(uuid.UUID(int=0)) if word == "ORDER" else word for word in words[1:]])
    except Failure as failure:
        return str(failure)
    except SystemExit:
        return said.getvalue().strip().splitlines()[-1]
    if words[0] == "deploy" and not (wanted.list or wanted.version):
        return "without a version it would roll out the sources"
    part = getattr(wanted, "part", "")
    return "" if not part or part in _parts() else f"there is no part '{part}'"


@functools.cache
def _parts() -> set[str]:
    """As `./watertight status` names them, and the services."""
    with tempfile.TemporaryDirectory() as folder:
        state = State(Path(folder))
        haproxy.remember(state)
        state.remember_releases(dict.fromkeys(("acquirer", *SERVICES), "0.1.0-0a1b2c3d"))
        return {part.name for part in parts.all_parts(state, ports.WELL_KNOWN)} | set(SERVICES)


def _of_links(path: Path, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        for target in LINK.findall(line):
            if "://" not in target and not (path.parent / target).exists():
                yield number, f"its link to {target} leads nowhere"
