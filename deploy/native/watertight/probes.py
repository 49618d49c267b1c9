"""Whether a part does its work, asked from outside as its users would."""

from __future__ import annotations

import csv
import http.client
import io
import json
import socket
import urllib.request
from collections import Counter
from dataclasses import dataclass
from typing import Callable, Sequence

Probe = Callable[[], bool]
TIMEOUT_SECONDS = 2


def answers(port: int, path: str) -> Probe:
    """HTTP 200 at a path."""
    return lambda: _get(port, path) is not None


def listens(port: int) -> Probe:
    def probe() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS).close()
        except OSError:
            return False
        return True

    return probe


def greets(port: int) -> Probe:
    """A database server says hello first, once its accounts are in place."""

    def probe() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
                return len(connection.recv(1)) == 1
        except OSError:
            return False

    return probe


def leads(port: int) -> Probe:
    """Consul has elected itself: before that it takes no registration."""
    return lambda: _get(port, "/v1/status/leader") not in (None, b'""')


@dataclass(frozen=True)
class Registration:
    """An instance as Consul lists it."""

    instance: str
    port: int
    is_passing: bool
    version: str = ""

    @property
    def health(self) -> str:
        return "passing" if self.is_passing else "critical"


def registrations(consul_port: int, service: str) -> Sequence[Registration]:
    """All instances of a service; none when Consul does not answer."""
    body = _get(consul_port, f"/v1/health/service/{service}")
    return [
        Registration(
            entry["Service"]["ID"],
            entry["Service"]["Port"],
            all(check["Status"] == "passing" for check in entry["Checks"]),
            (entry["Service"].get("Meta") or {}).get("version", ""),
        )
        for entry in (json.loads(body) if body else ())
    ]


def passes(consul_port: int, service: str, instance: str) -> Probe:
    """The instance's public and internal sockets both pass in Consul."""

    def probe() -> bool:
        wanted = {service: instance, f"{service}-internal": f"{instance}-internal"}
        return all(
            any(entry.instance == name and entry.is_passing for entry in registrations(consul_port, kind)) for kind, name in wanted.items()
        )

    return probe


def edge_servers(haproxy_port: int, service: str) -> int:
    """How many replicas of a service the edge sends requests to at this moment: each of its backends looks for itself."""
    body = _get(haproxy_port, "/;csv;norefresh") or b""
    rows = [row for row in csv.DictReader(io.StringIO(body.decode().lstrip("# "))) if row["pxname"].split("-")[0] == service]
    up = Counter(row["pxname"] for row in rows if row["svname"] not in ("FRONTEND", "BACKEND") and row["status"].startswith("UP"))
    return min((up[row["pxname"]] for row in rows), default=0)


def _get(port: int, path: str) -> bytes | None:
    # No proxy, whatever the environment says: everything asked here is on the loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=TIMEOUT_SECONDS) as answer:
            body: bytes = answer.read()
            return body
    except (OSError, http.client.HTTPException):
        return None
