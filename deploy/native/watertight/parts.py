"""Every process of the stack: the command that runs it, what it needs running first, and how its health is seen."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Optional, Sequence

from . import alertmanager, credentials, databases, grafana, haproxy, links, needs, probes, releases, tools
from .ports import Ports
from .state import SERVICES, State

RUNTIME_TOOLS = ("supervisor", "mariadb", "zipkin", "consul", "otel-collector", "prometheus", "prometheus-ui", "alertmanager")
SAMPLING_VARIABLES = ("SAMPLING_PERCENTAGE", "DECISION_WAIT")  # of collector.yaml, as in docker-compose.yml
# Sized for two replicas of everything on one small machine.
SMALL_JVM = ("-XX:+UseSerialGC", "-Xss512k", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
# The thorough compiler takes Argon2's inner functions into one; or, when it happens to come to the inner ones first, leaves
# them apart, and one JVM of six takes twice as long for a hash, for good.
WHOLE_ARGON2 = ("-XX:CompileCommand=quiet", "-XX:CompileCommand=inline,org.bouncycastle.crypto.generators.Argon2BytesGenerator::*")


@dataclass(frozen=True)
class Part:
    name: str
    command: Sequence[str]
    probe: probes.Probe
    port: Optional[int] = None
    needs: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: str = "TERM"
    folder: Optional[Path] = None  # where it is run, if that matters to it
    service: str = ""  # whose replica it is, if it is one


def runtime_tools(has_links: bool) -> Sequence[str]:
    """What a stack runs on."""
    return (*RUNTIME_TOOLS, links.PROXY) if has_links else RUNTIME_TOOLS


def replica_name(service: str, number: int) -> str:
    return f"{service}-{number}"


def seeded(service: str) -> str:
    """The step after which a service's schema and demo data are in place."""
    return f"{service} schema"


def all_parts(state: State, ports: Ports) -> list[Part]:
    return [*infrastructure(state, ports), *replicas(state, ports)]


def replicas(state: State, ports: Ports) -> list[Part]:
    return [_replica(state, ports, service, number) for service, count in state.replicas().items() for number in range(1, count + 1)]


def infrastructure(state: State, ports: Ports) -> list[Part]:
    return [
        _consul(state, ports),
        *(_database(state, ports, service) for service in SERVICES),
        _collector(state, ports),
        _zipkin(ports),
        _acquirer(state, ports),
        _edge(state, ports),
        _prometheus(state, ports),
        _alertmanager(state, ports),
        *_grafana(state, ports),
        *toxiproxy(state, ports),
    ]


def java(heap: str, *rest: str) -> list[str]:
    return [str(needs.jdk() / "bin" / "java"), *SMALL_JVM, f"-Xmx{heap}", *rest]


def _consul(state: State, ports: Ports) -> Part:
    command = [
        str(tools.program("consul")), "agent", f"-config-file={_config(state, 'consul')}/development.hcl",
        f"-config-file={credentials.consul_tls(state)}",
        f"-data-dir={state.folder('data', 'consul')}", f"-http-port={ports['CONSUL']}", f"-dns-port={ports['CONSUL_DNS']}",
        f"-server-port={ports['CONSUL_SERVER']}", f"-serf-lan-port={ports['CONSUL_SERF']}",
    ]  # fmt: skip
    return Part("consul", command, probes.leads(ports["CONSUL"]), ports["CONSUL"])


def _database(state: State, ports: Ports, service: str) -> Part:
    port = ports[databases.port_name(service)]
    return Part(f"{service}-db", databases.server(state, ports, service), probes.greets(port), port)


def _collector(state: State, ports: Ports) -> Part:
    config = _config(state, "otel-collector")
    command = [str(tools.program("otelcol")), f"--config={config}/collector.yaml", f"--config={config}/exporter-zipkin.yaml"]
    # Only those that say something: an empty one would not leave the choice to the configuration.
    sampling = {name: os.environ[name] for name in SAMPLING_VARIABLES if os.environ.get(name)}
    environment = {"OTELCOL_METRICS_HOST": "127.0.0.1", "OTELCOL_METRICS_PORT": str(ports["COLLECTOR_METRICS"]), **sampling}
    return Part("otel-collector", command, probes.answers(ports["COLLECTOR_HEALTH"], "/"), ports["OTLP_HTTP"], environment=environment)


def _zipkin(ports: Ports) -> Part:
    listener = (
        "--armeria.ports[0].address=127.0.0.1",
        f"--armeria.ports[0].port={ports['ZIPKIN']}",
        "--armeria.ports[0].protocols[0]=http",
    )
    command = java("512m", "-XX:TieredStopAtLevel=1", "-jar", str(tools.program("zipkin.jar")), *listener)
    # One of our spans takes about 2.3 KB of heap; the default of 500,000 would need more than a gigabyte.
    return Part("zipkin", command, probes.answers(ports["ZIPKIN"], "/health"), ports["ZIPKIN"], environment={"MEM_MAX_SPANS": "100000"})


def acquirer_file(state: State) -> Path:
    """What the acquirer, which is the outside world, keeps of every charge."""
    return state.folder("data", "acquirer") / "acquirer.db"


def _acquirer(state: State, ports: Ports) -> Part:
    environment = {
        "SHOP_INSTANCE": "acquirer-1",
        "SHOP_HTTP_PORT": str(ports["ACQUIRER"]),
        "SHOP_DATA_FILE": str(acquirer_file(state)),
        "SHOP_TELEMETRY_OTLP_ENDPOINT": _http(ports["OTLP_HTTP"]),
    }
    command = java("96m", "-jar", str(releases.of(state, "acquirer").jar), "serve")
    return Part("acquirer", command, probes.listens(ports["ACQUIRER"]), ports["ACQUIRER"], environment=environment)


def _edge(state: State, ports: Ports) -> Part:
    command = [haproxy.of(state), "-db", "-f", f"{_config(state, 'edge')}/haproxy.cfg"]
    probe = probes.answers(ports["EDGE"], "/")
    return Part("edge", command, probe, ports["EDGE"], needs=["consul"], stop_signal="USR1")


def _prometheus(state: State, ports: Ports) -> Part:
    command = [
        str(tools.program("prometheus")), f"--config.file={_config(state, 'prometheus')}/prometheus.yml",
        f"--storage.tsdb.path={state.folder('data', 'prometheus')}", "--storage.tsdb.retention.size=1GB",
        f"--web.listen-address=127.0.0.1:{ports['PROMETHEUS']}", f"--web.external-url=http://localhost:{ports['PROMETHEUS']}",
        "--enable-feature=exemplar-storage", "--web.enable-remote-write-receiver",
    ]  # fmt: skip
    probe = probes.answers(ports["PROMETHEUS"], "/-/ready")
    return Part("prometheus", command, probe, ports["PROMETHEUS"], folder=tools.program("prometheus-folder"))


def _alertmanager(state: State, ports: Ports) -> Part:
    config = alertmanager.configuration_of(state) or f"{_config(state, 'alertmanager')}/alertmanager.yml"
    command = [
        str(tools.program("alertmanager")), f"--config.file={config}", f"--storage.path={state.folder('data', 'alertmanager')}",
        f"--web.listen-address=127.0.0.1:{ports['ALERTMANAGER']}", f"--web.external-url=http://localhost:{ports['ALERTMANAGER']}",
        "--cluster.listen-address=",
    ]  # fmt: skip
    return Part("alertmanager", command, probes.answers(ports["ALERTMANAGER"], "/-/ready"), ports["ALERTMANAGER"])


def _grafana(state: State, ports: Ports) -> list[Part]:
    installed = grafana.of(state)
    if not installed:
        return []
    port = ports["GRAFANA"]
    environment = {
        "GF_PATHS_DATA": str(state.folder("data", "grafana")),
        "GF_PATHS_PROVISIONING": str(_config(state, "grafana")),
        "GF_SERVER_HTTP_ADDR": "127.0.0.1",
        "GF_SERVER_HTTP_PORT": str(port),
        "GF_LOG_MODE": "console",
        "GF_ANALYTICS_REPORTING_ENABLED": "false",
        "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
        # Looking needs no log-in; there is no password of an administrator to be guessed.
        "GF_AUTH_ANONYMOUS_ENABLED": "true",
        "GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION": "true",
    }
    command = [str(installed.program), "server", f"--homepath={installed.home}"]
    return [Part("grafana", command, probes.answers(port, "/api/health"), port, environment=environment)]


def toxiproxy(state: State, ports: Ports) -> list[Part]:
    if not links.exist(state):
        return []
    command = [str(tools.program("toxiproxy")), "-config", str(state.root / "links.json"), "-port", str(ports["TOXIPROXY"])]
    # As it comes it would log every connection of every link.
    environment = {"LOG_LEVEL": "error"}
    return [Part(links.PROXY, command, probes.answers(ports["TOXIPROXY"], "/version"), ports["TOXIPROXY"], environment=environment)]


def _replica(state: State, ports: Ports, service: str, number: int) -> Part:
    name = replica_name(service, number)
    release = releases.of(state, service, name)
    environment = {**serving_settings(state, ports, service, name), "SHOP_VERSION": release.version}
    command = java(*_jvm(service), "-jar", str(release.jar), "serve")
    needed = ["consul", seeded(service), *(part.name for part in toxiproxy(state, ports))]
    return Part(name, command, probes.passes(ports["CONSUL"], service, name), None, needed, environment, service=service)


def _jvm(service: str) -> Sequence[str]:
    # Eight young JVMs on two cores spend their first minute compiling; the quick compiler alone carries them as far for
    # less. Not User: Argon2id is arithmetic, which only the thorough compiler makes fast; and each hash leaves 19 MiB, so
    # a young generation with room for several is collected when they are dead, and none is copied.
    return ("256m", "-Xmn176m", *WHOLE_ARGON2) if service == "user" else ("160m", "-XX:TieredStopAtLevel=1")


def serving_settings(state: State, ports: Ports, service: str, instance: str) -> Mapping[str, str]:
    return {
        "SHOP_INSTANCE": instance,
        "SHOP_STATE_DIR": str(state.folder("data", instance)),
        "SHOP_CONSUL_URL": _http(links.port(state, ports, f"{service}:consul")),
        "SHOP_TELEMETRY_OTLP_ENDPOINT": _http(links.port(state, ports, f"{service}:otel-collector")),
        "SHOP_TOKENS_ISSUER": f"http://localhost:{ports['EDGE']}",
        **_database_settings(state, links.port(state, ports, f"{service}:{service}-db"), service, "serve"),
        **_own_settings(state, ports, service),
    }


def migration_settings(state: State, ports: Ports, service: str) -> Mapping[str, str]:
    return _database_settings(state, ports[databases.port_name(service)], service, "migrate")


def seed_settings(state: State, ports: Ports, service: str) -> Mapping[str, str]:
    straight = _database_settings(state, ports[databases.port_name(service)], service, "serve")
    return {**serving_settings(state, ports, service, replica_name(service, 1)), **straight}


def _own_settings(state: State, ports: Ports, service: str) -> Mapping[str, str]:
    if service == "user":
        return {"SHOP_KEYS_DIR": str(credentials.signing_keys(state))}
    if service == "payment":
        return {"SHOP_ACQUIRER_URL": _http(links.port(state, ports, "payment:acquirer"))}
    return {}


def _database_settings(state: State, port: int, service: str, account: str) -> dict[str, str]:
    return {
        "SHOP_DATABASE_URL": f"jdbc:mysql://127.0.0.1:{port}/{service}",
        "SHOP_DATABASE_USER": f"{service}_{account}",
        "SHOP_DATABASE_PASSWORD_FILE": str(credentials.password_file(state, service, account)),
    }


def _http(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _config(state: State, part: str) -> Path:
    return state.root / "config" / part
