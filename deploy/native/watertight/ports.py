"""The well-known ports: one table, moved together by WATERTIGHT_PORT_OFFSET or one by one by WATERTIGHT_<NAME>_PORT."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Iterable, Mapping, Optional

from . import processes
from .failure import Failure
from .state import State, write

WELL_KNOWN = {
    "EDGE": 8080,
    "CONSUL": 8500,
    "CONSUL_DNS": 8600,
    "CONSUL_SERVER": 8300,
    "CONSUL_SERF": 8301,
    "PROMETHEUS": 9090,
    "ALERTMANAGER": 9093,
    "ZIPKIN": 9411,
    "GRAFANA": 3000,
    "OTLP_GRPC": 4317,
    "OTLP_HTTP": 4318,
    "COLLECTOR_METRICS": 8888,
    "COLLECTOR_HEALTH": 13133,
    "HAPROXY_METRICS": 8404,
    "USER_DB": 3311,
    "PRODUCT_DB": 3312,
    "ORDER_DB": 3313,
    "PAYMENT_DB": 3314,
    "ACQUIRER": 7070,
    "TOXIPROXY": 8474,  # the links of drills follow it
}
OFFSET_VARIABLE = "WATERTIGHT_PORT_OFFSET"

Ports = Mapping[str, int]


def variable(name: str) -> str:
    return f"WATERTIGHT_{name}_PORT"


def from_environment(environment: Mapping[str, str]) -> Ports:
    offset = number(environment, OFFSET_VARIABLE, 0)
    ports = {name: number(environment, variable(name), base + offset) for name, base in WELL_KNOWN.items()}
    require_apart(ports)
    return ports


def require_apart(ports: Ports) -> None:
    """Fails naming the first that is no port, or that two would share."""
    seen: dict[int, str] = {}
    for name, port in ports.items():
        if not 0 < port < 65536:
            raise Failure(f"{name} would be at port {port}, which is none.", f"Check {OFFSET_VARIABLE} and {_mover(name)}.")
        if port in seen:
            raise Failure(f"{seen[port]} and {name} would share port {port}.", f"Check {_mover(seen[port])} and {_mover(name)}.")
        seen[port] = name


def _mover(name: str) -> str:
    """The variable that moves a port; the links follow toxiproxy."""
    return variable(name if name in WELL_KNOWN else "TOXIPROXY")


def remember(ports: Ports, state: State) -> None:
    write(_memory(state), json.dumps(ports, indent=2) + "\n")


def of_running(state: State) -> Ports:
    """Those the stack was started with, whatever the environment says by now."""
    return {**WELL_KNOWN, **json.loads(_memory(state).read_text(encoding="utf-8"))}


def _memory(state: State) -> Path:
    return state.folder() / "ports.json"


def number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise Failure(f"{name} is '{value}', which is no number.") from None


def require_free(ports: Ports, names: Iterable[str]) -> None:
    """Fails naming every taken port and, where it can be found, who holds it."""
    holders = {name: processes.listener(ports[name]) for name in names if not is_free(ports[name])}
    stacks = {processes.stack_of(pid) for pid in holders.values() if pid} - {None}
    if stacks:
        remedies = " ".join(f"WATERTIGHT_STATE={stack} ./watertight down" for stack in stacks)
        raise Failure(f"Another shop holds {len(holders)} of our ports.", f"End it: {remedies}; or move ours with {OFFSET_VARIABLE}.")
    if holders:
        taken = [f"Port {ports[name]} ({name}) is taken{_by(pid)}." for name, pid in holders.items()]
        mover = _mover(next(iter(holders)))
        raise Failure("\n".join(taken), f"Free it, or move it with {mover}, or all ports with {OFFSET_VARIABLE}.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: what a closed connection left in TIME_WAIT is no holder.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _by(pid: Optional[int]) -> str:
    return f" by process {pid}: {processes.command_line(pid)}" if pid else ""
