"""Passwords, keys and certificates: made once per state folder, kept in files only their owner may read, and replaced on demand."""

from __future__ import annotations

import json
import secrets
import subprocess
import tempfile
from pathlib import Path
from typing import Sequence

from . import needs, places, tools
from .failure import Failure
from .state import SERVICES, State, write

ACCOUNTS = ("migrate", "serve")
# As long as a token is good, and from when a new key signs: User's KeyRing and JwtAccessTokens.
TOKEN_LIVES = 15 * 60
SIGNS_AFTER = 2 * 60
AUTHORITY = "consul-agent-ca"  # as Consul names it
CERTIFICATE_DAYS = 365
AUTHORITY_DAYS = 3650


def make(state: State) -> None:
    for service in SERVICES:
        for account in ACCOUNTS:
            file = password_file(state, service, account)
            if not file.exists():
                write(file, secrets.token_hex(24))
    if not any(signing_keys(state).glob("*.pem")):
        make_signing_key(state)
    if not consul_tls(state).exists():
        make_certificate(state)
        _use_certificate(state)


def password_file(state: State, service: str, account: str) -> Path:
    return state.root / "secrets" / f"{service}-{account}.password"


def signing_keys(state: State) -> Path:
    """The folder of User's ES256 private keys, each named after its key id."""
    return state.folder("secrets", "signing-keys")


def make_signing_key(state: State) -> Path:
    # By the JDK, which must be there anyway; not every machine has openssl.
    command = [str(needs.jdk() / "bin" / "java"), "-XX:TieredStopAtLevel=1", str(places.NATIVE / "SigningKey.java")]
    file = signing_keys(state) / f"{secrets.token_hex(8)}.pem"
    return write(file, _printed(command, "No signing key could be made"))


def retire_signing_keys(state: State, now: float) -> Sequence[Path]:
    """Removes the keys that no token still valid was signed with; answers which."""
    keys = oldest_first(state)
    retired = [key for key, successor in zip(keys, keys[1:]) if written(successor) + SIGNS_AFTER + TOKEN_LIVES < now]
    for key in retired:
        key.unlink()
    return retired


def oldest_first(state: State) -> Sequence[Path]:
    """As User's KeyRing takes them."""
    return sorted(signing_keys(state).glob("*.pem"), key=lambda key: (written(key), key.stem))


def written(file: Path) -> float:
    return file.stat().st_mtime


def certificates(state: State) -> Path:
    """The folder of what Consul's agents and servers know each other by."""
    return state.folder("secrets", "consul")


def certificate(state: State) -> Path:
    return certificates(state) / "server.pem"


def consul_tls(state: State) -> Path:
    """How Consul is told of them: whoever is no server of this stack cannot pose as one."""
    return certificates(state) / "tls.json"


def _use_certificate(state: State) -> None:
    folder = certificates(state)
    files = {"ca_file": f"{folder}/{AUTHORITY}.pem", "cert_file": str(certificate(state)), "key_file": f"{folder}/server-key.pem"}
    internal = {"verify_incoming": True, "verify_outgoing": True, "verify_server_hostname": True}
    write(consul_tls(state), json.dumps({"tls": {"defaults": files, "internal_rpc": internal}}, indent=2) + "\n")


def make_certificate(state: State, days: int = CERTIFICATE_DAYS) -> None:
    """A new one for the server, by the authority of this stack, which is made if need be."""
    folder = certificates(state)
    consul = str(tools.program("consul"))
    if not (folder / f"{AUTHORITY}.pem").exists():
        _printed([consul, "tls", "ca", "create", f"-days={AUTHORITY_DAYS}"], "Consul's authority could not be made", folder)
    with tempfile.TemporaryDirectory(dir=folder) as made:
        authority = [f"-ca={folder}/{AUTHORITY}.pem", f"-key={folder}/{AUTHORITY}-key.pem"]
        _printed(
            [consul, "tls", "cert", "create", "-server", "-dc=dc1", f"-days={days}", *authority], "No certificate could be made", Path(made)
        )
        # Consul reads both when it starts, so that a pair that does not fit yet is seen by nobody.
        (Path(made) / "dc1-server-consul-0-key.pem").replace(folder / "server-key.pem")
        (Path(made) / "dc1-server-consul-0.pem").replace(certificate(state))


def _printed(command: Sequence[str], problem: str, folder: Path = places.NATIVE) -> str:
    outcome = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, umask=0o077)
    if outcome.returncode != 0:
        raise Failure(f"{problem}: {(outcome.stderr or outcome.stdout).strip()}")
    return outcome.stdout
