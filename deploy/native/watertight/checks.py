"""The stages of the verb test: what each part of the repository must hold."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Protocol, Sequence

from . import places, tools
from .failure import Failure
from .places import ROOT
from .ports import Ports
from .state import State


class Run(Protocol):
    """Runs a command; a failure if it does not end with 0."""

    def __call__(self, command: Sequence[str], folder: Path = ROOT) -> None: ...


@dataclass(frozen=True)
class Stage:
    name: str
    run: Callable[[Run], None]


MAVEN = (str(ROOT / "mvnw"), "-B", "-ntp")
DASHBOARDS = ROOT / "grafana-dashboards"
LOAD_TESTS = ROOT / "k6-load-tests"
PROMETHEUS = ROOT / "observability" / "prometheus"


def _services(run: Run) -> None:
    run([*MAVEN, "verify"])


def _operator_command(run: Run) -> None:
    python = str(tools.program("lint-python"))
    run([python, "-m", "ruff", "check", "--quiet", "."], places.NATIVE)
    run([python, "-m", "ruff", "format", "--check", "--quiet", "."], places.NATIVE)
    run([python, "-m", "mypy"], places.NATIVE)
    run([sys.executable, "-m", "unittest", "discover", "-s", "tests", "-t", "."], places.NATIVE)


def _scripts_and_yaml(run: Run) -> None:
    run([str(tools.program("shellcheck")), *_shell_scripts()])
    run([str(tools.program("lint-python")), "-m", "yamllint", "--strict", *_tracked("*.yaml", "*.yml")])


def _tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def _shell_scripts() -> list[str]:
    """Tracked files that say they are for a shell; the Maven wrapper is not ours."""
    return [
        file for file in _tracked() if file != "mvnw" and _first_line(ROOT / file) in (b"#!/bin/sh", b"#!/usr/bin/env bash", b"#!/bin/bash")
    ]


def _first_line(file: Path) -> bytes:
    if not file.is_file():
        return b""
    with open(file, "rb") as content:
        return content.readline(80).rstrip()


def _rules(run: Run) -> None:
    promtool = str(tools.program("promtool"))
    run([promtool, "check", "config", "--syntax-only", str(PROMETHEUS / "prometheus.yml")])
    run([promtool, "check", "rules", *map(str, sorted(PROMETHEUS.glob("rules/*.yml")))])
    run([promtool, "test", "rules", *map(str, sorted(PROMETHEUS.glob("tests/*.yml")))])
    run([str(tools.program("amtool")), "check-config", str(ROOT / "observability" / "alertmanager" / "alertmanager.yml")])


def _configuration(run: Run) -> None:
    consul = str(tools.program("consul"))
    for agent in ("development.hcl", "production/server.hcl", "production/agent.hcl"):
        run([consul, "validate", "-quiet", str(ROOT / "consul" / agent)])
    collector = ROOT / "observability" / "otel-collector"
    run([str(tools.program("otelcol")), "validate", f"--config={collector}/collector.yaml", f"--config={collector}/exporter-zipkin.yaml"])


def _compose(run: Run) -> None:
    compose = [str(tools.program("docker-compose")), "-f", str(ROOT / "docker-compose.yml"), "config"]
    run([*compose, "-q"])
    answer = subprocess.run([*compose, "--format", "json"], cwd=ROOT, capture_output=True, text=True, check=True)
    missing = [file for file in mounted_files(json.loads(answer.stdout)) if not Path(file).exists()]
    if missing:
        raise Failure(f"docker-compose.yml mounts what does not exist: {', '.join(missing)}")


def mounted_files(project: Mapping[str, Any]) -> list[str]:
    """Every path of this machine that a compose project, as its `config` prints it, mounts or reads."""
    volumes = [volume for service in project.get("services", {}).values() for volume in service.get("volumes", ())]
    mounted = [volume["source"] for volume in volumes if volume["type"] == "bind"]
    read = [entry["file"] for kind in ("configs", "secrets") for entry in project.get(kind, {}).values() if "file" in entry]
    return sorted({*mounted, *read})


def _typescript(run: Run) -> None:
    for folder, scripts in ((LOAD_TESTS, ("check",)), (DASHBOARDS, ("check", "test"))):
        install(run, folder)
        for script in scripts:
            run(["npm", "run", "--silent", script], folder)


def install(run: Run, folder: Path) -> None:
    """What its package-lock.json names."""
    run(["npm", "ci", "--no-fund", "--no-audit"], folder)


STANDALONE = (
    Stage("services: build, unit and component tests", _services),
    Stage("operator's command", _operator_command),
    Stage("shell and YAML", _scripts_and_yaml),
    Stage("alert rules", _rules),
    Stage("registry and collector configuration", _configuration),
    Stage("docker-compose.yml", _compose),
    Stage("load tests and dashboards: types, lint, up to date", _typescript),
)


COMMAND = str(ROOT / "watertight")


def drills(ports: Ports, test: str = "", *settings: str) -> list[str]:
    """The command that runs the drills, or the one class of them that is named, against a running stack."""
    chosen = ["-q", f"-Dtest={test}"] if test else []
    addresses = [f"-Dwatertight.{name.lower()}={_url(ports, name)}" for name in ("EDGE", "CONSUL", "PROMETHEUS", "ALERTMANAGER", "ZIPKIN")]
    return [*MAVEN, "-Pdrills", "-pl", "drills", "verify", *chosen, *addresses, f"-Dwatertight.root={ROOT}", *settings]


# So many times as short are the windows that error budgets are looked at over in a drill, which cannot wait for days.
TIME_SCALE = 120


def scaled_rules(state: State) -> Path:
    return state.root / "config" / "slos-scaled.yml"


def make_scaled_rules(run: Run, state: State) -> None:
    installed = DASHBOARDS / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (DASHBOARDS / "package-lock.json").stat().st_mtime:
        install(run, DASHBOARDS)
    file = str(scaled_rules(state))
    run(["npm", "run", "--silent", "generate", "--", "--rules", file, "--time-scale", str(TIME_SCALE)], DASHBOARDS)


def _url(ports: Ports, name: str) -> str:
    return f"http://127.0.0.1:{ports[name]}"


def running(ports: Ports, state: State) -> tuple[Stage, ...]:
    """What needs a running stack; the first one starts it."""
    live = ("--prometheus", _url(ports, "PROMETHEUS"), "--zipkin", _url(ports, "ZIPKIN"))
    panels = ["npm", "run", "--silent", "check", "--", *live]
    return (
        Stage("stack: up", lambda run: run([COMMAND, "up", "--drill"])),
        Stage("stack: drills", lambda run: run(drills(ports))),
        Stage("stack: money and deploy drills", lambda run: run(drills(ports, "MoneyDrill,DeployDrill#losesNoRequest"))),
        Stage("stack: isolation drill", lambda run: run(drills(ports, "IsolationDrill"))),
        Stage("stack: load smoke", lambda run: run([COMMAND, "load", "smoke"])),
        Stage("stack: panels", lambda run: run(panels, DASHBOARDS)),
        # Last, as for its time the rules have other windows than the panels ask for.
        Stage("rules for the on-call drill", lambda run: make_scaled_rules(run, state)),
        Stage("stack: on-call drill", lambda run: run(drills(ports, "OncallDrill", f"-Dwatertight.oncall.rules={scaled_rules(state)}"))),
        Stage("stack: down", lambda run: run([COMMAND, "down"])),
    )
