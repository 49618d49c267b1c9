"""The verbs up, down and status."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import time
from typing import Sequence

from . import (
    alertmanager,
    bringup,
    configuration,
    credentials,
    databases,
    grafana,
    haproxy,
    holds,
    jars,
    links,
    needs,
    operations,
    parts,
    ports,
    probes,
    processes,
    releases,
    supervision,
    tools,
)
from .failure import Failure
from .ports import Ports
from .state import SERVICES, State
from .supervision import Supervisor

NO_GRAFANA = "not here: install it (https://grafana.com/grafana/download) and ./watertight up runs it; or use --on compose"
NOBODY = f"nobody: docs/on-call.md says how {alertmanager.CONFIGURATION_VARIABLE} changes that"
LEAST_DISK = 2**30


def up_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--drill", action="store_true", help="with links from the services to what they need that ./watertight fault can break"
    )


def up(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    state, table = State.from_environment(os.environ), ports.from_environment(os.environ)
    with state.changing():
        if Supervisor(state).is_running():  # however full the disk is: what is missing is missed more
            return _already_up(state, ports.of_running(state), table, arguments.drill)
        _require_disk(state)
        alertmanager.remember(state)  # before minutes of building, too
        needs.check(needs.jdk, needs.haproxy)
        _end_leftovers(state)
        wanted = wanted_ports(table, arguments.drill)
        ports.require_free(wanted, wanted)  # before minutes of building
        tools.ensure(parts.runtime_tools(arguments.drill))
        jars.ensure(state.log("maven"))
        ports.require_free(wanted, wanted)
        try:
            _start(state, table, arguments.drill)
        except BaseException:
            with bringup.uninterrupted():
                with contextlib.suppress(OSError):
                    print("\nstopping what was started", flush=True)
                bringup.take_down(state)
            raise
    print_urls(state, table)
    megabytes = processes.memory(processes.of_stack(state.root)) / 2**20
    print(f"\nup in {time.monotonic() - started:.0f} s, {megabytes:,.0f} MiB of memory (sum of PSS)")
    return 0


def wanted_ports(table: Ports, for_drills: bool) -> Ports:
    """Those that will be listened on: none of what is left out, and those of the links if there will be any."""
    left_out = {*(() if needs.grafana() else ("GRAFANA",)), *(() if for_drills else ("TOXIPROXY",))}
    of_links = {link.name: link.port for link in links.table(table)} if for_drills else {}
    wanted = {**{name: port for name, port in table.items() if name not in left_out}, **of_links}
    ports.require_apart(wanted)
    return wanted


def _require_disk(state: State) -> None:
    free = shutil.disk_usage(state.folder()).free
    if free < LEAST_DISK:
        raise Failure(
            f"The disk of {state.root} has {free / 2**20:,.0f} MiB free; the shop needs {LEAST_DISK / 2**20:,.0f} MiB for data and logs.",
            "./watertight clean frees what full logs and reports of loads take.",
        )


def _already_up(state: State, table: Ports, asked: Ports, for_drills: bool) -> int:
    if for_drills and not links.exist(state):
        raise Failure("The stack is up, but without links that can be broken.", "./watertight down, then ./watertight up --drill.")
    if asked != table:
        print("the stack keeps the ports it was started with; other ones take a ./watertight down and up")
    if alertmanager.is_other(state):
        print("the stack goes on to tell whom it was started with; others take a ./watertight down and up")
    _start_what_does_not_run(state, table)
    if not _unhealthy(state, table):
        print("already up")
        print_urls(state, table)
        return 0
    raise Failure("The stack is up but not healthy.", "./watertight status tells what is not well, and restart starts that anew.")


def _start_what_does_not_run(state: State, table: Ports) -> None:
    """A verb that was killed may have left parts so; what a fault holds, or keeps from being well, stays as it is."""
    supervisor = Supervisor(state)
    idle = {name for name in supervisor.processes() if not supervisor.is_active(name)}
    problems = []
    for kind in (parts.infrastructure, parts.replicas):  # what services need runs before they do
        starting = [part for part in kind(state, table) if part.name in idle and not operations.is_held(state, part)]
        try:
            operations.start(state, table, supervisor, starting)
        except Failure as problem:  # services do not need all there is
            problems.append(problem)
    if problems:
        raise problems[0]


def _end_leftovers(state: State) -> None:
    count = bringup.take_down(state)
    if count:
        print(f"ended {count} processes left over from an earlier run", flush=True)


def _start(state: State, table: Ports, for_drills: bool) -> None:
    keep_what_is_built(state)
    ports.remember(table, state)
    links.remember(state, table, for_drills)
    grafana.remember(state)
    haproxy.remember(state)
    credentials.make(state)
    databases.prepare(state)
    configuration.render(state, table)
    supervision.write_configuration(state, parts.all_parts(state, table))
    supervisor = Supervisor(state)
    supervisor.launch()
    bringup.bring_up(state, table, supervisor)


def keep_what_is_built(state: State) -> None:
    state.remember_releases({module: releases.install(state, module, jars.path(module)).version for module in jars.MODULES})


def print_urls(state: State, table: Ports) -> None:
    edge = f"http://localhost:{table['EDGE']}"
    rows = [
        ("shop", f"{edge}/"),
        *((f"{service} API", f"{edge}/docs/{service}") for service in SERVICES),
        ("Consul", f"http://localhost:{table['CONSUL']}/ui/"),
        ("traces", f"http://localhost:{table['ZIPKIN']}/zipkin/"),
        ("Prometheus", f"http://localhost:{table['PROMETHEUS']}/"),
        ("Alertmanager", f"http://localhost:{table['ALERTMANAGER']}/, which tells {alertmanager.configuration_of(state) or NOBODY}"),
        ("HAProxy", f"http://localhost:{table['HAPROXY_METRICS']}/"),
        ("Grafana", f"http://localhost:{table['GRAFANA']}/" if grafana.of(state) else NO_GRAFANA),
    ]
    print()
    for title, url in rows:
        print(f"  {title:13} {url}")


def down_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--purge", action="store_true", help="also remove its data, secrets and logs")


def down(arguments: argparse.Namespace) -> int:
    state = State.from_environment(os.environ)
    if not state.root.is_dir() and not processes.of_stack(state.root):
        print("nothing is up")
        return 0
    with state.changing():
        with bringup.uninterrupted():
            count = bringup.take_down(state)
        print(f"down: {count} processes ended" if count else "nothing is up")
        if arguments.purge:
            with bringup.uninterrupted():  # half of it would be found by nobody
                bringup.purge(state)
            print(f"removed {state.root}")
    return 0


def status(_: argparse.Namespace) -> int:
    state = State.from_environment(os.environ)
    Supervisor(state).require_running()
    table = ports.of_running(state)
    told = rows(state, table)
    free = shutil.disk_usage(state.root).free
    if free < LEAST_DISK:
        print(f"the disk is nearly full: {free / 2**20:,.0f} MiB left for {state.root}\n")
    for row in told:
        print("{:16} {:10} {:>8} {:>6}  {}".format(*row))
    return 0 if all(row[1] in ("HEALTH", "healthy") for row in told) else 1


def _unhealthy(state: State, table: Ports) -> list[str]:
    return [row[0] for row in rows(state, table)[1:] if row[1] != "healthy"]


def rows(state: State, table: Ports) -> Sequence[tuple[str, str, str, str, str]]:
    running = Supervisor(state).processes()
    faults = state.faults()
    listed = {entry.instance: entry for service in SERVICES for entry in probes.registrations(table["CONSUL"], service)}
    rows = [("PART", "HEALTH", "PID", "PORT", "CONSUL")]
    for part in parts.all_parts(state, table):
        pid = running[part.name].pid if part.name in running else 0
        entry = listed.get(part.name)
        port = part.port or (entry.port if entry else None)
        said = "" if not part.service else "not registered" if entry is None else f"{entry.health:9}{entry.version}"
        fault = faults.get(part.name, "")
        held = "restarted" if holds.is_over(state, part.name, pid, fault) else fault.partition(" ")[0]
        health = held or ("healthy" if pid and part.probe() else "unhealthy")
        rows.append((part.name, health, str(pid or "-"), str(port or "-"), said))
    return rows
