"""The verb load: k6 against a running stack."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Mapping, Optional, Sequence

from . import bringup, operations, places, tools
from .failure import Failure

WORKLOADS = places.ROOT / "k6-load-tests" / "workloads"
K6_END_SECONDS = 20  # a Prometheus that hangs has it wait for three times five
THRESHOLDS_CROSSED = 99  # by k6


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "name", metavar="NAME", choices=sorted(file.stem for file in WORKLOADS.glob("*.ts")), help="a file of k6-load-tests/workloads"
    )
    parser.epilog = (
        "SHOP_RATE: journeys that shop (50) and sale (20) start each second, 1 to 2000; "
        "SHOP_DURATION: for how long shop and sale (60s) and journeys (30s) go on."
    )
    parser.add_argument("--samples", metavar="FILE", type=Path, help="also write everything k6 measures, as CSV with times in milliseconds")


def load(wanted: argparse.Namespace) -> int:
    state, table, _ = operations.running_stack()
    tools.ensure(["k6"])
    report = state.folder("reports") / f"{wanted.name}-{time.strftime('%Y%m%dT%H%M%S')}.html"
    environment = {
        **os.environ,
        "EDGE_URL": f"http://localhost:{table['EDGE']}",
        "K6_NO_USAGE_REPORT": "true",
        "K6_AUTO_EXTENSION_RESOLUTION": "false",
        "K6_WEB_DASHBOARD": "true",
        "K6_WEB_DASHBOARD_PORT": "-1",
        "K6_WEB_DASHBOARD_PERIOD": "250ms",  # there is no report of a run shorter than two periods
        "K6_WEB_DASHBOARD_EXPORT": str(report),
        "K6_CSV_TIME_FORMAT": "unix_milli",
        "K6_CSV_SAVE_INTERVAL": "200ms",
        "K6_PROMETHEUS_RW_SERVER_URL": f"http://127.0.0.1:{table['PROMETHEUS']}/api/v1/write",
        "K6_PROMETHEUS_RW_PUSH_INTERVAL": "1s",  # a rate needs two pushes, and smoke lasts for a few seconds only
        "K6_PROMETHEUS_RW_STALE_MARKERS": "true",
        "K6_FEATURES": "native-histograms",  # so that percentiles are of a moment, not of all since the start
        "K6_SYSTEM_TAGS": "scenario,name,method,status,expected_response,check,error_code",  # each has few values; a url has not
    }
    for name in ("K6_VUS", "K6_DURATION", "K6_ITERATIONS", "K6_STAGES"):
        environment.pop(name, None)  # they would silently replace the workload's own scenarios
    # Many addresses, as customers have; from one, the limits that hold for one client would be what is measured.
    samples = [f"--out=csv={wanted.samples}"] if wanted.samples else []
    outputs = [*samples, "--out=experimental-prometheus-rw"]
    command = [str(tools.program("k6")), "run", "--local-ips=127.0.1.1-127.0.1.50", *outputs, str(WORKLOADS / f"{wanted.name}.ts")]
    try:
        code = _attended(command, environment)
    finally:
        print(f"report: {report}" if report.exists() else "no report")
    if code < 0:
        raise Failure(f"k6 was ended by signal {-code}.")
    if code == THRESHOLDS_CROSSED:
        print("thresholds were crossed: those that k6 marks with a cross above", file=sys.stderr)
    return code


def _attended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Lets k6 end by itself when we are interrupted: killed, it would write neither its summary nor its report."""
    process: Optional[subprocess.Popen[bytes]] = None
    try:
        with bringup.finishing():  # interrupted half-way, we would not know whom to end
            # In a session of its own, so that it hears of Ctrl-C from us only: told twice, it ends at once.
            process = subprocess.Popen(command, env=environment, start_new_session=True)
        return process.wait()
    except KeyboardInterrupt:
        if process:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(K6_END_SECONDS)
        raise
    finally:
        if process and process.poll() is None:
            process.kill()
            process.wait()
