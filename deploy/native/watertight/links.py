"""The links from services to what they need, through toxiproxy, so that a drill can break each one alone."""

from __future__ import annotations

import http.client
import json
import socket
import time
import urllib.request
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from . import databases
from .failure import Failure
from .ports import Ports
from .state import SERVICES, State, write

PROXY = "toxiproxy"
TIMEOUT_SECONDS = 3
# Whoever proves a delay must wait for it; the rest of the time is for the answer itself.
LONGEST_DELAY_MILLISECONDS = 1000 * TIMEOUT_SECONDS - 500
# Of so many connections none is reset by chance while half of them are: one time in a million.
TRIES = 20
TOXIC = "fault"


@dataclass(frozen=True)
class Link:
    """
    :param name: who needs what, as `order:order-db`
    :param port: where the service finds it
    :param target: the port of what it needs
    :param greets: whether that speaks first
    """

    name: str
    port: int
    target: int
    greets: bool


@dataclass(frozen=True)
class Break:
    """
    What can be wrong with a link.

    :param told: how faults are listed
    :param change: of the proxy itself
    :param toxic: what is put into the proxy, if that is how it is done
    """

    told: str
    change: Mapping[str, object]
    toxic: Optional[Mapping[str, object]] = None


CUT = Break("cut", {"enabled": False})


def delayed(milliseconds: int) -> Break:
    toxic = {"name": TOXIC, "type": "latency", "stream": "downstream", "attributes": {"latency": milliseconds}}
    return Break(f"delayed by {milliseconds} ms", {}, toxic)


def reset(percent: int) -> Break:
    toxic = {"name": TOXIC, "type": "reset_peer", "stream": "downstream", "toxicity": percent / 100, "attributes": {"timeout": 0}}
    return Break(f"reset {percent} % of its connections", {}, toxic)


def table(ports: Ports) -> Sequence[Link]:
    """All there can be; each has a port of its own after that of toxiproxy's API."""
    wanted = [
        *((service, f"{service}-db", databases.port_name(service), True) for service in SERVICES),
        *((service, "consul", "CONSUL", False) for service in SERVICES),
        *((service, "otel-collector", "OTLP_HTTP", False) for service in SERVICES),
        ("payment", "acquirer", "ACQUIRER", False),
    ]
    first = ports["TOXIPROXY"] + 1
    return [
        Link(f"{service}:{target}", first + number, ports[port], greets) for number, (service, target, port, greets) in enumerate(wanted)
    ]


def remember(state: State, ports: Ports, are_wanted: bool) -> None:
    """Whether this stack has them; the file is toxiproxy's own configuration, so that it has them again after a restart."""
    file = state.folder() / "links.json"
    proxies = [
        {"name": link.name, "listen": f"127.0.0.1:{link.port}", "upstream": f"127.0.0.1:{link.target}", "enabled": True}
        for link in table(ports)
    ]
    if are_wanted:
        write(file, json.dumps(proxies, indent=2) + "\n")
    else:
        file.unlink(missing_ok=True)


def exist(state: State) -> bool:
    return (state.root / "links.json").exists()


def port(state: State, ports: Ports, name: str) -> int:
    """Where a service finds what it needs: there itself, or behind its link."""
    link = next(link for link in table(ports) if link.name == name)
    return link.port if exist(state) else link.target


def named(state: State, ports: Ports, name: str) -> Link:
    if not exist(state):
        raise Failure("This stack has no links that could be broken.", "./watertight down, then ./watertight up --drill: it has them.")
    for link in table(ports):
        if link.name == name:
            return link
    raise Failure(f"There is no link '{name}'.", f"There are: {', '.join(link.name for link in table(ports))}.")


def begin(ports: Ports, link: Link, damage: Break) -> None:
    if damage.change:
        _ask(ports, "POST", f"/proxies/{link.name}", damage.change)
    if damage.toxic:
        _ask(ports, "POST", f"/proxies/{link.name}/toxics", damage.toxic)


def end(ports: Ports, link: Link) -> None:
    proxy = _ask(ports, "GET", f"/proxies/{link.name}")
    for toxic in proxy["toxics"]:
        _ask(ports, "DELETE", f"/proxies/{link.name}/toxics/{toxic['name']}")
    if not proxy["enabled"]:
        _ask(ports, "POST", f"/proxies/{link.name}", {"enabled": True})


def holds(link: Link, told: str) -> bool:
    """Whether it is so, seen by somebody who uses the link, and not by asking the one who breaks it."""
    kind, *words = told.split()
    if kind == "cut":
        return answer_seconds(link) is None
    if kind == "delayed":
        seconds = answer_seconds(link)
        return seconds is not None and seconds >= int(words[1]) / 1000
    return any(answer_seconds(link) is None for _ in range(TRIES))


def is_well(link: Link, told: str) -> bool:
    """Whether nothing is left of it; of those who are reset, each one must have an answer."""
    if told.startswith("reset"):
        return all(answer_seconds(link) is not None for _ in range(TRIES))
    return answer_seconds(link) is not None and not holds(link, told)


def answer_seconds(link: Link) -> Optional[float]:
    """How long the first byte takes on a new connection; None when there is none."""
    started = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", link.port), TIMEOUT_SECONDS) as connection:
            if not link.greets:
                connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return time.monotonic() - started if connection.recv(1) else None
    except OSError:
        return None


def _ask(ports: Ports, method: str, path: str, body: Optional[Mapping[str, object]] = None) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{ports['TOXIPROXY']}{path}",
        None if body is None else json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        method=method,
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            said = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Failure(f"toxiproxy does not take {method} {path}: {error}.", "./watertight status tells what is not well.") from None
    return json.loads(said) if said else {}
