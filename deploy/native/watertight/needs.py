"""What must be on the machine already: found here, or named in a message with the command that gets it."""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Optional

from .failure import Failure

JAVA_RELEASE = 25
JDK_PLACES = (
    "/usr/lib/jvm/*",
    "/opt/java/*",
    "/opt/jdk*",
    "~/.sdkman/candidates/java/*",
    "~/.jdks/*",
    "~/.local/share/mise/installs/java/*",
    "~/.asdf/installs/java/*",
)


def jdk() -> Path:
    """The home of a JDK 25, whatever the machine's default Java is."""
    for home in _jdk_candidates():
        if java_release(home) == JAVA_RELEASE and (home / "bin" / "javac").exists():
            return home
    raise Failure(
        f"JDK {JAVA_RELEASE} is missing (looked at JAVA_HOME, java on the PATH, /usr/lib/jvm and the usual places).",
        "Get it: sdk install java 25-tem (https://sdkman.io), or apt-get install openjdk-25-jdk where the"
        " distribution has it; or set JAVA_HOME to one.",
    )


def _jdk_candidates() -> Iterator[Path]:
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"])
    java = shutil.which("java")
    if java:
        yield Path(java).resolve().parent.parent
    for pattern in JDK_PLACES:
        for home in sorted(glob.glob(os.path.expanduser(pattern))):
            yield Path(home)


def java_release(home: Path) -> int:
    """The feature release of the Java in `home`, 0 if there is none: read from its `release` file, as starting it is slow."""
    try:
        text = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def go() -> str:
    return _program("go", ["version"], (1, 26), "Go", "Get it: https://go.dev/dl, or apt-get install golang-go where that is 1.26+.")


def node() -> str:
    found = _program("node", ["--version"], (20,), "Node", "Get it: https://nodejs.org, or apt-get install nodejs npm.")
    if not shutil.which("npm"):  # a package of its own in some distributions
        raise Failure("npm, which belongs to Node, is missing.", "Get it: https://nodejs.org, or apt-get install npm.")
    return found


def haproxy() -> str:
    # Debian keeps it in a folder that is not on an ordinary user's PATH.
    found = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    if not found and _is_root_on_debian():
        _install_haproxy()
        found = shutil.which("haproxy", path="/usr/sbin")
    return _checked(found, ["-v"], (2, 6), "HAProxy", "Get it: sudo apt-get install haproxy (or your system's package manager).")


def _is_root_on_debian() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install_haproxy() -> None:
    print("HAProxy is missing: installing it with apt-get, as you are root", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-q", "update"], ["apt-get", "-q", "-y", "install", "haproxy"]):
        outcome = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            raise Failure(f"{' '.join(command)} failed: {outcome.stderr.strip()}", "Install HAProxy 2.6 or newer yourself.")


def taskset() -> str:
    remedy = "Get it: sudo apt-get install util-linux (or your system's package manager)."
    return _program("taskset", ["--version"], (2, 20), "taskset of util-linux", remedy)


def two_cores() -> None:
    count = len(os.sched_getaffinity(0))
    if count < 2:
        raise Failure(
            f"Two cores are needed, one for what is measured and one for the others; {count} may be used.",
            "nproc --all tells how many there are; of two, taskset --all-tasks --pid --cpu-list 0,1 $$ lets this shell use both.",
        )


@dataclass(frozen=True)
class Grafana:
    program: Path
    home: Path


def grafana() -> Optional[Grafana]:
    """Grafana, if it is on the PATH; its home is beside its bin folder, or where packages put it."""
    program = shutil.which("grafana")
    if not program:
        return None
    homes = (Path(program).resolve().parent.parent, Path("/usr/share/grafana"))
    home = next((home for home in homes if (home / "conf" / "defaults.ini").exists()), None)
    return Grafana(Path(program), home) if home else None


def _program(name: str, ask: list[str], at_least: tuple[int, ...], title: str, remedy: str) -> str:
    return _checked(shutil.which(name), ask, at_least, title, remedy)


def _checked(path: Optional[str], ask: list[str], at_least: tuple[int, ...], title: str, remedy: str) -> str:
    wanted = ".".join(map(str, at_least))
    if not path:
        raise Failure(f"{title} {wanted} or newer is missing.", remedy)
    answer = subprocess.run([path, *ask], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+(?:\.\d+)+)", answer)
    version = tuple(map(int, found.group(1).split("."))) if found else ()
    if version < at_least:
        raise Failure(f"{title} {wanted} or newer is needed; {path} is {found.group(1) if found else 'of no known version'}.", remedy)
    return path


def check(*needs: Callable[[], object]) -> None:
    """Fails once, naming everything that is missing, so that it can be got in one go."""
    missing = []
    for need in needs:
        try:
            need()
        except Failure as failure:
            missing.append(str(failure))
    if missing:
        raise Failure("\n".join(missing))
