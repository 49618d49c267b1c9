"""What a runbook must be: its sections in their order, on about one screen, and commands that the operator's command takes."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Iterator

from watertight import cli
from watertight.failure import Failure
from watertight.places import ROOT

FOLDER = ROOT / "observability" / "runbooks"
SECTIONS = ["Is it real?", "How bad is it?", "Stop it", "Escalate", "Find the cause", "Verify recovery", "How to cause it"]
MOST_LINES = 100
COMMAND = re.compile(r"(?:^ *|`)\./watertight ([^`#]+)")
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
            cli.find(words[0]).parser().parse_args(words[1:])
    except Failure as failure:
        return str(failure)
    except SystemExit:
        return said.getvalue().strip().splitlines()[-1]
    return ""


def _of_links(path: Path, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        for target in LINK.findall(line):
            if "://" not in target and not (path.parent / target).exists():
                yield number, f"its link to {target} leads nowhere"
