"""Lets a test replace what a module knows about the machine, until the test is over."""

from __future__ import annotations

import os
from unittest import TestCase


def replace(test: TestCase, owner: object, name: str, value: object) -> None:
    test.addCleanup(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def replace_environment(test: TestCase, **variables: str) -> None:
    for name, value in variables.items():
        before = os.environ.get(name)
        test.addCleanup(os.environ.__setitem__, name, before) if before is not None else test.addCleanup(os.environ.pop, name, None)
        os.environ[name] = value
