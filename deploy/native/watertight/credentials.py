"""Passwords and keys: made once per state folder, kept in files only their owner may read."""

from __future__ import annotations

import secrets
import subprocess
from pathlib import Path

from . import needs, places
from .failure import Failure
from .state import SERVICES, State, write

ACCOUNTS = ("migrate", "serve")


def make(state: State) -> None:
    for service in SERVICES:
        for account in ACCOUNTS:
            file = password_file(state, service, account)
            if not file.exists():
                write(file, secrets.token_hex(24))
    keys = signing_keys(state)
    if not any(keys.glob("*.pem")):
        _make_signing_key(keys / f"{secrets.token_hex(8)}.pem")


def password_file(state: State, service: str, account: str) -> Path:
    return state.root / "secrets" / f"{service}-{account}.password"


def signing_keys(state: State) -> Path:
    """The folder of User's ES256 private keys, each named after its key id."""
    return state.folder("secrets", "signing-keys")


def _make_signing_key(file: Path) -> None:
    # By the JDK, which must be there anyway; not every machine has openssl.
    command = [str(needs.jdk() / "bin" / "java"), "-XX:TieredStopAtLevel=1", str(places.NATIVE / "SigningKey.java")]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        raise Failure(f"No signing key could be made: {outcome.stderr.strip()}")
    write(file, outcome.stdout)
