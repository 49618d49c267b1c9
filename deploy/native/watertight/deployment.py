"""The verb deploy: takes a service from one release to another, one replica after the other, and back."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Sequence

from . import bringup, jars, operations, parts, releases, supervision
from .failure import Failure
from .parts import Part
from .ports import Ports
from .releases import Release
from .schemas import Schema
from .state import SERVICES, State
from .supervision import Supervisor

MIGRATION_SECONDS = 180


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=SERVICES)
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "version",
        metavar="VERSION",
        nargs="?",
        help="a release that was kept, or as much of its version as tells it from others; what the sources say if left out",
    )
    one.add_argument("--jar", metavar="FILE", type=Path, help="a jar from elsewhere, its libraries beside it as its manifest says")
    one.add_argument("--list", action="store_true", help="list the releases that are kept, the newest first")


def deploy(wanted: argparse.Namespace) -> int:
    if wanted.list:
        return _list(State.from_environment(os.environ), wanted.service)
    state, table, supervisor = operations.running_stack()
    with state.changing():
        rollout = Rollout(state, table, supervisor, wanted.service)
        operations.require_unheld_around(state, wanted.service, rollout.names())
        release = _release(state, wanted)
        before = rollout.versions()
        if set(before.values()) == {release.version}:
            print(f"{wanted.service} runs {release.version} already")
            return 0
        rollout.migrate(release)
        try:
            rollout.roll(release)
        except KeyboardInterrupt:
            print(rollout.told(), file=sys.stderr)
            raise
    print(f"{wanted.service} runs {release.version}")
    earlier = [version for version in before.values() if version != release.version]
    if earlier:
        print(f"back: ./watertight deploy {wanted.service} {earlier[0]}")
    return 0


def _release(state: State, wanted: argparse.Namespace) -> Release:
    if wanted.version is not None:
        return releases.find(state, wanted.service, wanted.version)
    if not wanted.jar:
        jars.ensure(state.log("maven"))
    return releases.install(state, wanted.service, wanted.jar or jars.path(wanted.service))


@dataclass(frozen=True)
class Rollout:
    """Of one service's replicas."""

    state: State
    table: Ports
    supervisor: Supervisor
    service: str

    def replicas(self) -> Sequence[Part]:
        return [part for part in parts.replicas(self.state, self.table) if part.service == self.service]

    def names(self) -> Sequence[str]:
        return [part.name for part in self.replicas()]

    def versions(self) -> Mapping[str, str]:
        """What each replica runs."""
        return {name: releases.of(self.state, self.service, name).version for name in self.names()}

    def told(self) -> str:
        versions = self.versions()
        told = ", ".join(f"{name} runs {version}" for name, version in versions.items())
        one = len(set(versions.values())) == 1
        return told if one else f"{told}; ./watertight deploy {self.service} with either version makes them one again"

    def migrate(self, release: Release) -> None:
        """Both releases must be well with the schema that comes of it: it only expands."""
        schema = Schema(self.state, self.table, release)
        with bringup.finishing():
            try:
                bringup.run_steps([bringup.schema_step(schema)], bringup.Watch(self.state, self.supervisor), MIGRATION_SECONDS)
            finally:
                schema.end()

    def roll(self, release: Release) -> None:
        """One replica after the other; those that are not well first, as the others carry the load meanwhile."""
        for part in sorted(self.replicas(), key=lambda part: part.probe()):
            earlier = releases.of(self.state, self.service, part.name)
            if earlier == release:
                continue
            with bringup.finishing():
                started = time.monotonic()
                self._replace(part, release, earlier)
                print(f"{part.name} runs {release.version} after {time.monotonic() - started:.1f} s", flush=True)

    def _replace(self, part: Part, release: Release, earlier: Release) -> None:
        try:
            self._run(part, release)
        except Exception as problem:
            print(f"{part.name} goes back to {earlier.version}", flush=True)
            self._run_again(part, earlier, problem)
            if not isinstance(problem, Failure):
                raise
            raise Failure(f"{release.version} does not serve. {problem}", self.told()) from problem

    def _run_again(self, part: Part, earlier: Release, problem: Exception) -> None:
        try:
            self._run(part, earlier)
        except Failure as failure:
            raise Failure(f"{problem}\nNor is {part.name} well with {earlier.version}, which it ran before. {failure}") from problem

    def _run(self, part: Part, release: Release) -> None:
        def install() -> None:
            releases.remember(self.state, part.name, release, self.names())
            supervision.write_configuration(self.state, parts.all_parts(self.state, self.table))
            self.supervisor.adopt_configuration(part.name)

        operations.replace_process(self.state, self.table, self.supervisor, part, install)


def _list(state: State, service: str) -> int:
    is_up = Supervisor(state).is_running()
    for release in releases.kept(state, service):
        installed = time.strftime("%Y-%m-%d %H:%M", time.localtime(release.installed))
        who = releases.running(state, release) if is_up else []
        print(f"{release.version:20} {installed}  {'runs ' + ', '.join(who) if who else ''}".rstrip())
    if not releases.kept(state, service):
        print(f"no release of {service} is kept; ./watertight up installs the first")
    return 0
