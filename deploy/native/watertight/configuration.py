"""The committed configuration is written for compose; this renders it for here by one table of addresses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Mapping, Sequence

from . import places
from .failure import Failure
from .ports import WELL_KNOWN, Ports
from .state import State, private_folder

# Who answers at a well-known port in compose. Any of a host's ports that is missing here is an unknown address.
HOSTS: Mapping[str, tuple[str, ...]] = {
    "edge": ("EDGE", "HAPROXY_METRICS"),
    "haproxy": ("EDGE", "HAPROXY_METRICS"),
    "consul": ("CONSUL", "CONSUL_DNS", "CONSUL_SERVER", "CONSUL_SERF"),
    "prometheus": ("PROMETHEUS",),
    "alertmanager": ("ALERTMANAGER",),
    "zipkin": ("ZIPKIN",),
    "grafana": ("GRAFANA",),
    "otel-collector": ("OTLP_GRPC", "OTLP_HTTP", "COLLECTOR_METRICS", "COLLECTOR_HEALTH"),
    "acquirer": ("ACQUIRER",),
    # What binds everywhere in its own container binds the loopback here.
    "0.0.0.0": tuple(WELL_KNOWN),
    "127.0.0.1": tuple(WELL_KNOWN),
    "localhost": tuple(WELL_KNOWN),
}
COMPOSE_ONLY = ("tempo", "loki", "user-db", "product-db", "order-db", "payment-db")

# What is rendered, and to where below the state folder's config/.
SOURCES: Mapping[str, str] = {
    "consul": "consul",
    "deploy/edge": "edge",
    "observability/prometheus": "prometheus",
    "observability/alertmanager": "alertmanager",
    "observability/otel-collector": "otel-collector",
    "observability/grafana/provisioning/dashboards": "grafana/dashboards",
    "observability/grafana/datasources-native.yaml": "grafana/datasources/native.yaml",
}
SKIPPED = ("exporter-tempo.yaml", "traces-tempo.yml")  # for what only compose has
FOLDERS = {"/var/lib/grafana/dashboards": str(places.ROOT / "grafana-dashboards" / "dashboards")}

# Traces are looked at in Grafana in compose, and in Zipkin here.
MOVED = {"localhost:3000/explore": "localhost:9411/zipkin/"}

_HOST = "|".join(re.escape(host) for host in sorted((*HOSTS, *COMPOSE_ONLY), key=len, reverse=True))
_ADDRESS = re.compile(rf"(?<![\w.-])({_HOST}):(\d+)\b")
_ANY_INTERFACE = re.compile(r"(?<![\w.])0\.0\.0\.0(?![\w.])")


def rewrite(text: str, ports: Ports) -> str:
    """The same configuration with this machine's addresses and folders; an unknown address is a failure."""

    def address(found: re.Match[str]) -> str:
        host, port = found.group(1), int(found.group(2))
        for name in HOSTS.get(host, ()):
            if WELL_KNOWN[name] == port:
                return f"{'localhost' if host == 'localhost' else '127.0.0.1'}:{ports[name]}"
        raise Failure(f"no native address is known for {found.group(0)}")

    for theirs, ours in MOVED.items():
        text = text.replace(theirs, ours)
    text = _ANY_INTERFACE.sub("127.0.0.1", _ADDRESS.sub(address, text))
    for theirs, ours in FOLDERS.items():
        text = text.replace(theirs, ours)
    return text


def render(state: State, ports: Ports) -> None:
    """Writes the configuration of all parts anew into the state folder."""
    config = state.folder("config")
    shutil.rmtree(config)
    for name, target in SOURCES.items():
        source = places.ROOT / name
        for file in files(source):
            _render_file(file, config / target / file.relative_to(source), ports)


def files(source: Path) -> Sequence[Path]:
    """The file, or those in the folder that are of use here."""
    if source.is_file():
        return [source]
    return sorted(path for path in source.rglob("*") if path.is_file() and path.name not in SKIPPED)


def _render_file(file: Path, target: Path, ports: Ports) -> None:
    try:
        text = rewrite(file.read_text(encoding="utf-8"), ports)
    except Failure as failure:
        raise Failure(
            f"{file.relative_to(places.ROOT)}: {failure}.", "Add it to HOSTS in deploy/native/watertight/configuration.py."
        ) from None
    private_folder(target.parent)
    target.write_text(text, encoding="utf-8")
