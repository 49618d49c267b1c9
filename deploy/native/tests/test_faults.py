import contextlib
import io
import os
import signal
import time
import unittest
from pathlib import Path
from typing import Callable

from watertight import bringup, cli, holds, lifecycle, ports, processes, quotas, supervision
from watertight.failure import Failure
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace
from .sleepers import NAMES, Sleepers
from .test_quotas import may_make_groups


class Faults(Sleepers):
    def health(self) -> dict[str, str]:
        return {row[0]: row[1] for row in lifecycle.rows(self.state, ports.WELL_KNOWN)[1:]}

    def test_kill_ends_a_part_until_it_is_cleared(self) -> None:
        before = self.pid("order-1")
        self.say("kill", "order-1")
        self.assertFalse(processes.is_alive(before))
        self.assertEqual(supervision.Process(0, "STOPPED"), self.supervisor.processes()["order-1"])
        self.assertEqual({"order-1": "killed", "order-2": "healthy", "edge": "healthy"}, self.health())
        self.say("clear", "order-1")
        self.assertNotIn(self.pid("order-1"), (0, before))
        self.assertEqual("healthy", self.health()["order-1"])

    def test_once_leaves_a_part_to_whoever_mends_it(self) -> None:
        before = self.pid("order-1")
        self.assertEqual("order-1 is killed\n", self.say("kill", "order-1", "--once"))
        self.assertEqual("there is no fault\n", self.say("list"))
        self.assertEqual(supervision.Process(0, "STOPPED"), self.supervisor.processes()["order-1"])
        self.supervisor.start("order-1")
        self.assertNotIn(self.pid("order-1"), (0, before))

    def test_kill_takes_a_part_that_would_not_hear_it(self) -> None:
        os.kill(self.pid("edge"), signal.SIGSTOP)
        self.say("kill", "edge")
        self.assertEqual(0, self.pid("edge"))

    def test_pause_stops_all_replicas_of_a_service(self) -> None:
        replicas = [self.pid("order-1"), self.pid("order-2")]
        self.say("pause", "order")
        self.assertTrue(all(map(processes.is_stopped, replicas)))
        self.assertFalse(processes.is_stopped(self.pid("edge")))
        self.assertEqual({"order-1": "paused", "order-2": "paused", "edge": "healthy"}, self.health())
        self.say("clear")
        self.assertFalse(any(map(processes.is_stopped, replicas)))
        self.assertEqual(replicas, [self.pid("order-1"), self.pid("order-2")])
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_an_empty_name_is_no_part(self) -> None:
        before = {name: self.pid(name) for name in NAMES}
        for words in (["kill", ""], ["clear", ""]):
            self.assertIn("There is no part ''.\n  There are: user,", self.say(*words, code=1))
        self.say("pause", "edge")
        self.assertIn("There is no part ''.", self.say("clear", "", code=1))
        self.assertEqual(["edge paused"], self.listed())
        self.assertEqual(before, {name: self.pid(name) for name in NAMES})

    def test_list_names_them(self) -> None:
        self.say("pause", "edge")
        self.say("kill", "order-2")
        self.assertEqual(["edge paused", "order-2 killed"], self.listed())

    def test_two_on_one_part_are_refused(self) -> None:
        self.say("pause", "order-2")
        self.assertIn("A fault holds: order-2 is paused.\n  ./watertight fault clear", self.say("kill", "order", code=1))
        self.assertNotEqual(0, self.pid("order-1"))

    def test_what_a_fault_holds_is_not_restarted(self) -> None:
        self.say("kill", "order-2")
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            self.assertEqual(1, cli.main(["restart", "order"]))
        self.assertIn("order-2 is killed", shown.getvalue())
        self.assertEqual(0, self.pid("order-2"))

    def test_a_part_that_does_not_run_cannot_be_held(self) -> None:
        replace(self, holds, "PROOF_SECONDS", 0.2)
        self.supervisor.stop(["edge"])
        self.assertIn("edge does not run", self.say("pause", "edge", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))

    @unittest.skipUnless(may_make_groups(), "CPU quotas need the right to make control groups")
    def test_slow_leaves_each_replica_its_own_share_of_a_core(self) -> None:
        self.say("slow", "order", "--cpu", "20")
        self.assertEqual(["order-1 slow (20 % of a core)", "order-2 slow (20 % of a core)"], self.listed())
        self.assertEqual({"order-1": "slow", "order-2": "slow", "edge": "healthy"}, self.health())
        self.assertEqual([20, 20, None], [quotas.of(self.state, name, self.pid(name)) for name in NAMES])
        self.say("clear", "order-1")
        self.assertEqual([None, 20, None], [quotas.of(self.state, name, self.pid(name)) for name in NAMES])
        self.assertEqual(["order-2 slow (20 % of a core)"], self.listed())

    @unittest.skipUnless(may_make_groups(), "CPU quotas need the right to make control groups")
    def test_a_slow_process_that_is_started_again_is_told_to_be_slow_no_more(self) -> None:
        self.say("slow", "order", "--cpu", "20")
        before = self.pid("order-1")
        os.kill(before, signal.SIGKILL)
        self.until(lambda: self.pid("order-1") not in (0, before))
        self.assertEqual(["order-1 slow (20 % of a core) until it was started again", "order-2 slow (20 % of a core)"], self.listed())
        self.assertEqual({"order-1": "restarted", "order-2": "slow", "edge": "healthy"}, self.health())

    def test_a_slow_process_that_does_not_run_was_not_started_again(self) -> None:
        self.supervisor.stop(["order-1"])
        self.state.remember_faults({"order-1": "slow (20 % of a core)"})
        self.assertEqual(["order-1 slow (20 % of a core)"], self.listed())
        self.assertEqual("slow", self.health()["order-1"])

    def test_list_needs_no_supervisor(self) -> None:
        self.state.remember_faults({"edge": "paused", "order-1": "slow (20 % of a core)"})
        replace(self, Supervisor, "is_running", lambda supervisor: False)
        self.assertEqual(["edge paused", "order-1 slow (20 % of a core)"], self.listed())

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it never came to hold")
            time.sleep(0.02)

    def test_slow_without_the_rights_leaves_nothing_half_done(self) -> None:
        put: list[str] = []

        def put_first_only(state: State, name: str, pid: int, percent: int) -> None:
            put.append(name)
            if len(put) > 1:
                raise Failure("No CPU quota can be set: Permission denied.")

        lifted: list[str] = []
        replace(self, quotas, "put", put_first_only)
        replace(self, quotas, "lift", lambda state, name, pid: lifted.append(name))
        self.assertIn("Permission denied", self.say("slow", "order", code=1))
        self.assertEqual(["order-1", "order-2"], lifted)
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_slow_where_there_are_no_control_groups_leaves_no_fault_behind(self) -> None:
        replace(self, quotas, "PROC", self.state.root / "no-proc")
        self.assertIn("no control groups", self.say("slow", "order", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))
        bringup.take_down(self.state)
        self.assertEqual([], processes.of_stack(self.state.root))

    def test_a_share_that_is_none_is_refused(self) -> None:
        for share in ("0", "-1", "half", "401"):
            with self.subTest(share=share), self.assertRaises(SystemExit):
                self.say("slow", "order", "--cpu", share)

    def test_an_interrupt_waits_until_all_are_held(self) -> None:
        kill = Supervisor.kill

        def interrupt_and_kill(supervisor: Supervisor, name: str) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            kill(supervisor, name)

        replace(self, Supervisor, "kill", interrupt_and_kill)
        self.say("kill", "order", code=cli.SIGNALLED + signal.SIGINT)
        self.assertEqual([0, 0], [self.pid("order-1"), self.pid("order-2")])
        self.assertEqual(["order-1 killed", "order-2 killed"], self.listed())

    def test_what_the_supervisor_refuses_is_a_message_and_leaves_nothing_half_done(self) -> None:
        kill = Supervisor.kill

        def refuse_the_second(supervisor: Supervisor, name: str) -> None:
            if name == "order-2":
                raise supervision.Refusal(supervision.NOT_RUNNING, "NOT_RUNNING: order-2")
            kill(supervisor, name)

        replace(self, Supervisor, "kill", refuse_the_second)
        self.assertIn("The supervisor refuses: NOT_RUNNING: order-2.", self.say("kill", "order", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))
        self.assertNotEqual(0, self.pid("order-1"))

    def test_what_cannot_be_proven_is_ended_again(self) -> None:
        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, processes, "is_stopped", lambda pid: False)
        self.assertIn("edge is not paused", self.say("pause", "edge", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))
        self.assertIn(b"State:\tS", Path(f"/proc/{self.pid('edge')}/status").read_bytes())

    def test_nothing_is_told_of_what_is_ended_again(self) -> None:
        is_stopped, second = processes.is_stopped, self.pid("order-2")
        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, processes, "is_stopped", lambda pid: pid != second and is_stopped(pid))
        self.assertNotIn("order-1", self.say("pause", "order", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_what_cannot_be_ended_again_stays_listed(self) -> None:
        def refuse(supervisor: Supervisor, name: str) -> None:
            raise supervision.Refusal(supervision.NOT_RUNNING, "NOT_RUNNING")

        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, processes, "is_alive", lambda pid: True)
        replace(self, Supervisor, "start", refuse)
        self.assertIn("edge is not killed", self.say("kill", "edge", code=1))
        self.assertEqual(["edge killed"], self.listed())

    def test_down_leaves_no_stopped_process_and_forgets_faults(self) -> None:
        self.say("pause", "order")
        self.say("kill", "edge")
        bringup.take_down(self.state)
        self.assertEqual([], processes.of_stack(self.state.root))
        self.assertEqual({}, self.state.faults())
