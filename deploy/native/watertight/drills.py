"""The verbs drill, bench and experiment: one long look at a running stack of its own, and what came of it as a report."""

from __future__ import annotations

import argparse
import os
import re
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Mapping, Sequence

from . import checks, needs, parts, places, ports, quotas, sandbox, tools
from .checks import Stage
from .failure import Failure
from .sandbox import DRILL, Runner
from .state import SERVICES, private_folder
from .supervision import Supervisor

REPORTS = sandbox.HOME / "reports"


@dataclass(frozen=True)
class Drill:
    """A JUnit class of the module drills, and how many minutes it may take with its stack."""

    test: str
    summary: str
    minutes: int
    long_minutes: int = 0  # none where there is no long run
    is_random: bool = False  # a seed repeats it
    breaks_links: bool = False
    runs_k6: bool = False
    sets_quotas: bool = False
    pins_cores: bool = False
    scales_time: bool = False  # looks at error budgets over windows it can wait for
    environment: Mapping[str, str] = field(default_factory=dict)  # of the whole stack


DRILLS: Mapping[str, Drill] = {
    "money": Drill("MoneyDrill", "kills and pauses under load; every order, cent and unit is accounted for", 10, 90, is_random=True),
    "keys": Drill("KeyDrill", "many copies of keyed requests; one effect and one answer each", 10, 60, is_random=True),
    "outage": Drill("OutageDrill", "a part down at a time; orders are taken and settle later", 15),
    "rollout": Drill("RolloutDrill", "every service restarted under load, one replica after the other; no request is lost", 15, 90),
    "isolation": Drill(
        "IsolationDrill",
        "one thing broken after the other; customers see what drills/isolation.yaml declares",
        15,
        90,
        is_random=True,
        breaks_links=True,
        runs_k6=True,
        sets_quotas=True,
    ),
    "oncall": Drill(
        "OncallDrill",
        "an alert caused; somebody is told, and its runbook ends it",
        15,
        180,
        is_random=True,
        breaks_links=True,
        runs_k6=True,
        sets_quotas=True,
        scales_time=True,
    ),
    "surprise": Drill(
        "SurpriseDrill",
        "you are on call: something breaks, nobody says what, and the clock runs until you have mended it",
        60,
        is_random=True,
        breaks_links=True,
        runs_k6=True,
        sets_quotas=True,
        scales_time=True,
    ),
    "soak": Drill("SoakDrill", "an ordinary day, and nothing breaks: nobody is told of anything", 15, 150, runs_k6=True),
    "overload": Drill("OverloadDrill", "ten times too much for Product; nothing grows", 10, sets_quotas=True),
    "recovery": Drill("RecoveryDrill", "too much for Product, or its database paused; everybody is served again", 15, sets_quotas=True),
    "deploy": Drill("DeployDrill", "another release of Order under load, with its migration, and back; no request is lost", 15, 60),
}
BENCHES: Mapping[str, Drill] = {
    "discovery": Drill("DiscoveryBench", "how soon a new replica gets requests and a draining one none", 20),
    "ejection": Drill("EjectionBench", "one of three replicas of Product killed: how soon Order leaves it alone", 15),
    "kill": Drill("KillBench", "one of three replicas killed while they do 60 % of what they can: what fails", 45, sets_quotas=True),
    "listing": Drill("ListingBench", "what reading a product costs beside bare Helidon, and how long a listing takes", 15),
    "login-storm": Drill(
        "LoginStormBench", "five and ten times the log-ins User can hash, and what everybody else notices", 20, sets_quotas=True
    ),
    "orders": Drill("OrdersBench", "what an order costs beside its bare SQL", 20),
    "overload": Drill(
        "OverloadBench", "how much a replica still answers when half as much again is asked, and what a refusal costs", 30, sets_quotas=True
    ),
    "slow-replica": Drill("SlowReplicaBench", "what one slow replica of four costs, and how much still goes there", 15),
    "telemetry": Drill("TelemetryBench", "what traces and metrics cost, beside the same requests without any", 45),
}
EXPERIMENTS: Mapping[str, Drill] = {
    # Traces are sampled as in production: to store all of them takes as much of a small machine as what is measured.
    "scaling": Drill(
        "ScalingExperiment",
        "the rate each service keeps with 1, 2 and 4 replicas of equal CPU",
        25,  # of each service
        90,
        is_random=True,
        runs_k6=True,
        sets_quotas=True,
        pins_cores=True,
        environment={"SAMPLING_PERCENTAGE": "10"},
    ),
}


def drill_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser, DRILLS)
    _run_arguments(parser, DRILLS)
    parser.add_argument(
        "--alert", metavar="ALERT", choices=_alerts(), help="this one of drills/oncall.yaml, and not one at random (oncall)"
    )


def _alerts() -> list[str]:
    return sorted(set(re.findall(r"alert: (\w+)", (places.ROOT / "drills" / "oncall.yaml").read_text(encoding="utf-8"))))


def bench_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser, BENCHES)
    parser.set_defaults(long=False, seed=None)


def experiment_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser, EXPERIMENTS)
    _run_arguments(parser, EXPERIMENTS)
    parser.add_argument("--service", choices=SERVICES, help="only this one; all, one after the other, if left out")


def _arguments(parser: argparse.ArgumentParser, known: Mapping[str, Drill]) -> None:
    summaries = "; ".join(f"{name}: {known[name].summary}" for name in known)
    parser.add_argument("name", metavar="NAME", choices=sorted(known), help=summaries.replace("%", "%%"))
    parser.add_argument("--keep", action="store_true", help="leave the stack up at the end, to look at it")


def _run_arguments(parser: argparse.ArgumentParser, known: Mapping[str, Drill]) -> None:
    long = ", ".join(name for name, one in known.items() if one.long_minutes)
    random = ", ".join(name for name, one in known.items() if one.is_random)
    parser.add_argument("--long", action="store_true", help=f"the long run, for a proof that lasts ({long})")
    parser.add_argument("--seed", type=int, metavar="N", help=f"repeat what was done at random with this seed ({random})")


def drill(arguments: argparse.Namespace) -> int:
    of_alert = [f"-Dwatertight.oncall.alert={arguments.alert}"] if arguments.alert else []
    return _run("drill", DRILLS[arguments.name], arguments, of_alert)


def bench(arguments: argparse.Namespace) -> int:
    return _run("bench", BENCHES[arguments.name], arguments)


def experiment(arguments: argparse.Namespace) -> int:
    services: Sequence[str] = [arguments.service] if arguments.service else SERVICES
    return _run("experiment", for_each(EXPERIMENTS[arguments.name], services), arguments, experiment_settings(services))


def for_each(one: Drill, services: Sequence[str]) -> Drill:
    """With the time for each of them, one after the other."""
    return replace(one, minutes=one.minutes * len(services), long_minutes=one.long_minutes * len(services))


def experiment_settings(services: Sequence[str]) -> list[str]:
    return [f"-Dwatertight.services={','.join(services)}", f"-Dwatertight.k6={tools.program('k6')}"]


def _run(verb: str, chosen: Drill, arguments: argparse.Namespace, own_settings: Sequence[str] = ()) -> int:
    _require_meant(verb, chosen, arguments)
    needs.check(*_needs(chosen))
    # Which may take longer than the drill.
    tools.ensure([*parts.runtime_tools(chosen.breaks_links), *(["k6"] if chosen.runs_k6 else [])])
    seed = secrets.randbelow(10**9) if arguments.seed is None else arguments.seed
    earlier = reports()
    with DRILL.fresh():
        environment = {**DRILL.environment(os.environ), **chosen.environment}
        command = checks.drills(ports.from_environment(environment), chosen.test, *settings(chosen, arguments.long, seed), *own_settings)
        title = f"seed {seed}" if chosen.is_random else "rounds"
        stages = (
            Stage(f"{verb} {arguments.name}: up", lambda run: run([checks.COMMAND, "up", *(["--drill"] if chosen.breaks_links else [])])),
            *(
                [Stage(f"{verb} {arguments.name}: rules", lambda run: checks.make_scaled_rules(run, DRILL.state))]
                if chosen.scales_time
                else []
            ),
            Stage(f"{verb} {arguments.name}: {title}", lambda run: run(command)),
        )
        minutes = chosen.long_minutes if arguments.long else chosen.minutes
        passed = on_a_stack(lambda: all(sandbox.with_stack(stages, Runner(environment, minutes * 60))), arguments.keep)
        if passed and not arguments.keep:
            DRILL.purge()
    if arguments.keep or not passed:
        _tell_what_is_left()
    for report in sorted(reports() - earlier):
        print(f"report: {report}")
    return 0 if passed else 1


def _needs(chosen: Drill) -> Sequence[Callable[[], object]]:
    of_cores = (needs.taskset, needs.two_cores) if chosen.pins_cores else ()
    of_quotas = (quotas.require,) if chosen.sets_quotas else ()
    of_rules = (needs.node,) if chosen.scales_time else ()
    return (needs.jdk, needs.go, needs.haproxy, *of_cores, *of_quotas, *of_rules)


def _require_meant(verb: str, chosen: Drill, arguments: argparse.Namespace) -> None:
    """Who asks for a long run or a repetition shall not take for one what is none."""
    for flag, is_asked, is_known in (
        ("--long", arguments.long, chosen.long_minutes > 0),
        ("--seed", arguments.seed is not None, chosen.is_random),
        ("--alert", getattr(arguments, "alert", None) is not None, chosen is DRILLS["oncall"]),
    ):
        if is_asked and not is_known:
            raise Failure(
                f"{verb} {arguments.name} knows no {flag}: it would change nothing.", f"./watertight {verb} --help tells which do."
            )


def on_a_stack(work: Callable[[], bool], keep: bool) -> bool:
    """Takes the stack down afterwards unless it shall be kept, and whatever was said when it is interrupted."""
    is_kept = False
    try:
        passed = work()
        is_kept = keep
    finally:
        if not is_kept:
            DRILL.take_down()
    return passed


def settings(chosen: Drill, is_long: bool, seed: int) -> list[str]:
    return [
        f"-Dwatertight.drill.long={str(is_long).lower()}",
        *([f"-Dwatertight.drill.seed={seed}"] if chosen.is_random else []),
        *([f"-Dwatertight.oncall.rules={checks.scaled_rules(DRILL.state)}"] if chosen.scales_time else []),
        f"-Dwatertight.drill.reports={private_folder(REPORTS)}",
    ]


def reports() -> set[Path]:
    return set(REPORTS.glob("*.html"))


def _tell_what_is_left() -> None:
    state = DRILL.state
    if Supervisor(state).is_running():  # one that did not come up was taken down, whatever was asked for
        print(f"\nthe stack is left up: WATERTIGHT_STATE={state.root} ./watertight status, fault list, audit, logs or down")
    else:
        print(f"\nits logs: {state.root / 'logs'}")
