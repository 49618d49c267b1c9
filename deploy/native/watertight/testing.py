"""The verb test: everything a change needs, in stages; the running stack is one of its own, beside whatever runs."""

from __future__ import annotations

import argparse
import os

from . import checks, needs, ports, quotas, sandbox, tools
from .sandbox import TEST, Runner

# On two cores that do nothing else it takes some 20 minutes; on a busy machine it may take twice that, and still be right.
LIMIT_SECONDS = 40 * 60


def test(_: argparse.Namespace) -> int:
    # Quotas, as the isolation drill slows parts.
    needs.check(needs.jdk, needs.go, needs.node, needs.haproxy, quotas.require)
    tools.ensure()
    with TEST.fresh():
        environment = TEST.environment(os.environ)
        run = Runner(environment, LIMIT_SECONDS)
        outcomes = [sandbox.passes(stage, run) for stage in checks.STANDALONE]
        try:
            outcomes += sandbox.with_stack(checks.running(ports.from_environment(environment), TEST.state), run)
        finally:
            TEST.take_down()
        if all(outcomes):
            TEST.purge()
    print(f"\n{outcomes.count(True)} passed, {outcomes.count(False)} failed", flush=True)
    if all(outcomes):
        return 0
    print(f"logs of its stack: {TEST.state.root / 'logs'}")
    return 1
