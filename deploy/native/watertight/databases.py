"""One MariaDB server per service: its data folder, its accounts and how it is started."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
from pathlib import Path
from typing import Iterator

from . import credentials, processes, tools
from .failure import Failure
from .ports import Ports
from .state import SERVICES, State, write

CONNECT_SECONDS = 5
PRIVILEGES = {"migrate": "ALL PRIVILEGES", "serve": "SELECT, INSERT, UPDATE, DELETE"}
# Durability stays as it is in production (innodb_flush_log_at_trx_commit=1 is the default); only memory is saved.
SMALL = (
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=48M",
    "--performance-schema=0",
    "--max-connections=200",
    "--table-open-cache=400",
)


def prepare(state: State) -> None:
    """Data folders are made once; accounts are written at each start, so that they always follow the secrets."""
    for service in SERVICES:
        write(_accounts_file(state, service), _accounts(state, service))
    missing = [service for service in SERVICES if not data(state, service).is_dir()]
    installations = [(service, _install(state, service)) for service in missing]
    for service, installation in installations:
        output, _ = installation.communicate()
        if installation.returncode != 0:
            raise Failure(f"The database of {service} could not be made:\n  {output.strip()}")
        _unfinished(state, service).rename(data(state, service))


def data(state: State, service: str) -> Path:
    return state.folder("databases", service) / "data"


def socket(state: State, service: str) -> Path:
    return state.sockets / f"{service}-db.sock"


def _unfinished(state: State, service: str) -> Path:
    return data(state, service).with_name("data.unfinished")


def _install(state: State, service: str) -> subprocess.Popen[str]:
    folder = _unfinished(state, service)
    shutil.rmtree(folder, ignore_errors=True)
    home = tools.home("mariadb")
    command = [
        str(home / "scripts" / "mariadb-install-db"), "--no-defaults", f"--basedir={home}", f"--datadir={folder}",
        # No password at all: the administrator is whoever owns the processes, over the unix socket.
        "--auth-root-authentication-method=socket", f"--auth-root-socket-user={getpass.getuser()}",
        "--skip-name-resolve", "--skip-test-db", "--innodb-log-file-size=48M", *_as_root(),
    ]  # fmt: skip
    # The script splits what it hands to the server at spaces; a variable it leaves alone.
    environment = {**processes.environment(state.root), "TMPDIR": str(_temporary(state, service))}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _temporary(state: State, service: str) -> Path:
    # A server that starts removes temporary tables it finds, those of a neighbour sharing the folder too.
    return state.folder("databases", service, "tmp")


def _as_root() -> list[str]:
    # The short form, which the installing script does not know: at --user it would chown the folder, unquoted.
    return ["-uroot"] if os.geteuid() == 0 else []


def _accounts_file(state: State, service: str) -> Path:
    return state.folder("databases", service) / "accounts.sql"


def _accounts(state: State, service: str) -> str:
    lines = [f"CREATE DATABASE IF NOT EXISTS `{service}` CHARACTER SET utf8mb4;"]
    for account in credentials.ACCOUNTS:
        name = f"'{service}_{account}'@'127.0.0.1'"
        password = credentials.password_file(state, service, account).read_text(encoding="ascii")
        lines += [
            f"CREATE USER IF NOT EXISTS {name};",
            f"ALTER USER {name} IDENTIFIED BY '{password}';",
            f"GRANT {PRIVILEGES[account]} ON `{service}`.* TO {name};",
        ]
    return "\n".join(lines) + "\n"


def server(state: State, ports: Ports, service: str) -> list[str]:
    """The command that runs the server of a service."""
    home = tools.home("mariadb")
    return [
        str(home / "bin" / "mariadbd"), "--no-defaults", f"--basedir={home}", f"--lc-messages-dir={home / 'share'}",
        f"--datadir={data(state, service)}", f"--init-file={_accounts_file(state, service)}",
        f"--socket={socket(state, service)}", "--bind-address=127.0.0.1", f"--port={ports[port_name(service)]}",
        # Without a certificate of ours it would make one at each start, which takes seconds of CPU; nothing leaves the loopback.
        "--skip-ssl",
        "--skip-name-resolve", "--character-set-server=utf8mb4", f"--tmpdir={_temporary(state, service)}", *SMALL, *_as_root(),
    ]  # fmt: skip


def port_name(service: str) -> str:
    return f"{service.upper()}_DB"


def execute(state: State, ports: Ports, service: str, statement: str) -> str:
    """Runs SQL as the serving account, and answers what the client prints."""
    client = Client(state, ports, service, statement)
    output, errors = client.process.communicate()
    client.require_success(errors)
    return output


class Client:
    """A database client at work as the serving account; its rows are read as they come, never all at once."""

    def __init__(self, state: State, ports: Ports, service: str, statement: str) -> None:
        password = credentials.password_file(state, service, "serve").read_text(encoding="ascii")
        command = [
            str(tools.program("mariadb")), "--no-defaults", "--batch", "--skip-column-names", "--quick", "--skip-ssl", "--protocol=tcp",
            "--host=127.0.0.1", f"--port={ports[port_name(service)]}", f"--user={service}_serve",
            f"--connect-timeout={CONNECT_SECONDS}", service, "--execute", statement,
        ]  # fmt: skip
        self._service = service
        # The password in the environment: arguments can be read by everybody.
        self.process = subprocess.Popen(command, env={"MYSQL_PWD": password}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __iter__(self) -> Iterator[list[str]]:
        assert self.process.stdout and self.process.stderr
        for line in self.process.stdout:
            yield line.rstrip("\n").split("\t")
        self.require_success(self.process.stderr.read())

    def require_success(self, errors: str) -> None:
        if self.process.wait() != 0:
            problem = errors.strip() or "nothing in time"
            raise Failure(f"The database of {self._service} answers: {problem}", "./watertight status tells what is not well.")

    def close(self) -> None:
        """Whether it was read to its end or not."""
        self.process.kill()
        self.process.communicate()
