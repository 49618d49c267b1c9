"""supervisord: its configuration, and the few things said to it over its unix socket."""

from __future__ import annotations

import http.client
import os
import shlex
import signal
import socket
import subprocess
import time
import xmlrpc.client
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Mapping

from . import processes, tools
from .failure import Failure
from .parts import Part
from .state import State, write

STOP_SECONDS = 15
# supervisor.xmlrpc.Faults
ALREADY_STARTED = 60
NOT_RUNNING = 70
STILL_RUNNING = 91
# supervisor.states.ProcessStates
STOPPED = "STOPPED"  # nobody starts it but us; who EXITED is started again at once
STOPPING = "STOPPING"


def main_configuration(state: State, socket_file: Path) -> str:
    daemon = [
        f"logfile={_escaped(state.log('supervisord'))}",
        "logfile_maxbytes=5MB",
        "logfile_backups=1",
        f"pidfile={_escaped(state.root / 'supervisord.pid')}",
        f"directory={_escaped(state.root)}",
        "umask=077",
    ]
    as_root = ["user=root"] if os.geteuid() == 0 else []
    interface = "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface"
    return (
        _section("unix_http_server", [f"file={_escaped(socket_file)}", "chmod=0600"])
        + _section("supervisord", [*daemon, *as_root])
        + _section("rpcinterface:supervisor", [interface])
        # Relative to this file: a space would make two patterns of a full path.
        + _section("include", ["files=programs/*.conf"])
    )


def program_configuration(part: Part, log: Path) -> str:
    environment = ",".join(f'{name}="{_escaped(value)}"' for name, value in part.environment.items())
    folder = [f"directory={_escaped(part.folder)}"] if part.folder else []
    return _section(
        f"program:{part.name}",
        [
            *folder,
            f"command={_escaped(shlex.join(part.command))}", f"environment={environment}",
            # Never given up: with a small number repeated kills end in FATAL, and nobody restarts it.
            "autostart=false", "autorestart=true", "startretries=1000000000",
            f"stopsignal={part.stop_signal}", f"stopwaitsecs={STOP_SECONDS}", "killasgroup=true",
            f"stdout_logfile={_escaped(log)}", "redirect_stderr=true", "stdout_logfile_maxbytes=20MB", "stdout_logfile_backups=2",
        ],
    )  # fmt: skip


def _section(name: str, lines: Iterable[str]) -> str:
    return "\n".join([f"[{name}]", *lines]) + "\n\n"


def _escaped(value: object) -> str:
    return str(value).replace("%", "%%")


def write_configuration(state: State, all_parts: Iterable[Part]) -> None:
    """One file and one [program] per process: a change then touches no other."""
    state.folder("logs")
    write(state.root / "supervisord.conf", main_configuration(state, _socket(state)))
    folder = state.folder("programs")
    wanted = {f"{part.name}.conf": program_configuration(part, state.log(part.name)) for part in all_parts}
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name, content in wanted.items():
        write(folder / name, content)


def _socket(state: State) -> Path:
    return state.sockets / "supervisord.sock"


@dataclass(frozen=True)
class Process:
    pid: int  # 0 while it does not run
    state: str


class Refusal(Failure):
    """What the supervisor does not do; the code tells why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"The supervisor refuses: {why}.", "./watertight status tells what is not well.")
        self.code = code


class Supervisor:
    def __init__(self, state: State) -> None:
        self._state = state
        self._rpc: Any = xmlrpc.client.ServerProxy("http://supervisord", transport=_UnixTransport(_socket(state))).supervisor

    def is_running(self) -> bool:
        """One that is about to end runs no more: it refuses all it is asked."""
        try:
            self._rpc.getState()
        except Failure:
            return False
        return True

    def require_running(self) -> None:
        if self.is_running():
            return
        left = len(processes.of_stack(self._state.root))
        if left:
            raise Failure(f"The supervisor is gone; {left} processes still run.", "./watertight down ends them.")
        raise Failure("Nothing is up.", "./watertight up starts it.")

    def launch(self) -> None:
        """Starts supervisord, which goes into the background; its programs wait to be started."""
        command = [
            str(tools.program("supervisor-python")),
            "-m",
            "supervisor.supervisord",
            "-c",
            str(self._state.root / "supervisord.conf"),
        ]
        outcome = subprocess.run(command, env=processes.environment(self._state.root), capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            raise Failure(f"supervisord does not start: {(outcome.stderr or outcome.stdout).strip()}")
        deadline = time.monotonic() + 10
        while not self.is_running():
            if time.monotonic() > deadline:
                raise Failure("supervisord does not answer.", f"Its log: {self._state.log('supervisord')}")
            time.sleep(0.05)

    def processes(self) -> Mapping[str, Process]:
        return {entry["name"]: Process(entry["pid"], entry["statename"]) for entry in self._rpc.getAllProcessInfo()}

    def start(self, name: str) -> None:
        """One that runs already is left alone."""
        try:
            self._rpc.startProcess(name, False)
        except Refusal as refusal:
            if refusal.code != ALREADY_STARTED:
                raise

    def stop(self, names: Iterable[str]) -> None:
        """Asks all at once, then waits until the last one is gone; supervisord kills who takes too long."""
        running = {name for name in names if self.is_active(name)}
        for name in running:
            try:
                self._rpc.stopProcess(name, False)
            except Refusal as refusal:
                if refusal.code != NOT_RUNNING:  # it may have ended meanwhile
                    raise
        while any(self.is_active(name) for name in running):
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """Ends a process as a crash would, but it is not started again."""
        pid = self.processes()[name].pid
        # A stopped process does not hear that it is asked to end; but as it was asked, the supervisor lets it be.
        processes.signal_group(pid, signal.SIGSTOP)
        self._rpc.stopProcess(name, False)
        processes.signal_group(pid, signal.SIGKILL)

    def is_active(self, name: str) -> bool:
        process = self.processes().get(name)
        return process is not None and process.state not in (STOPPED, "EXITED", "FATAL")

    def adopt_configuration(self, renewed: str = "") -> None:
        """
        Adds what is new and drops what is gone, which must have been stopped before; what merely changed stays as it was,
        except for the one to be renewed, which is stopped if it runs.
        """
        added, changed, removed = self._rpc.reloadConfig()[0]
        if renewed in changed:
            self._remove(renewed)
            added.append(renewed)
        for name in removed:
            self._rpc.removeProcessGroup(name)
        for name in added:
            self._rpc.addProcessGroup(name)

    def _remove(self, name: str) -> None:
        while True:
            self.stop([name])
            try:
                self._rpc.removeProcessGroup(name)
                return
            except Refusal as refusal:
                if refusal.code != STILL_RUNNING:  # one that fails again and again may have been started meanwhile
                    raise

    def shutdown(self) -> None:
        self._rpc.shutdown()


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = _UnixConnection(self._path)
        self._connection = host, connection  # what close() closes
        return connection

    def request(self, host: Any, handler: str, request_body: Any, verbose: bool = False) -> Any:
        try:
            return super().request(host, handler, request_body, verbose)
        except xmlrpc.client.Fault as fault:
            raise Refusal(fault.faultCode, fault.faultString) from None
        except (OSError, http.client.HTTPException) as problem:
            raise Failure("The supervisor does not answer.", "./watertight down, then up, starts it anew.") from problem
        finally:
            self.close()


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("supervisord", timeout=30)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            self.sock.connect(str(self._path))
        except OSError:
            self.close()
            raise
