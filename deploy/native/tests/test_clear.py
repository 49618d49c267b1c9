import os
import signal

from watertight import bringup, cli, holds, probes, processes
from watertight.supervision import Supervisor

from .replaced import replace
from .sleepers import NAMES, Sleepers


class Clear(Sleepers):
    def test_does_not_take_the_dead_for_its_successor(self) -> None:
        self.say("kill", "order")
        self.taken_for_well.add("order-2")
        replace(self, holds, "PROOF_SECONDS", 0.2)
        self.assertIn("order-2 still seems healthy", self.say("clear", code=1))
        self.assertEqual(["order-2 killed"], self.listed())
        self.taken_for_well.clear()
        self.say("clear")
        self.assertNotEqual(0, self.pid("order-2"))

    def test_tells_what_could_not_be_ended_though_it_was_interrupted(self) -> None:
        start = Supervisor.start

        def interrupt_and_start(supervisor: Supervisor, name: str) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            start(supervisor, name)

        self.say("kill", "order")
        self.taken_for_well.add("order-2")
        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, Supervisor, "start", interrupt_and_start)
        told = self.say("clear", code=cli.SIGNALLED + signal.SIGINT)
        self.assertRegex(told, "(?s)order-2 still seems healthy.*\ninterrupted\n$")
        self.assertEqual(["order-2 killed"], self.listed())

    def test_nothing_to_clear_is_a_message(self) -> None:
        self.say("kill", "edge")
        self.assertIn("There is no fault on order.\n  There are: edge.", self.say("clear", "order", code=1))

    def test_does_not_wait_for_what_another_fault_keeps_from_being_well(self) -> None:
        self.say("pause", "order")
        self.state.remember_faults({**self.state.faults(), "order:consul": "cut"})
        replace(self, bringup, "run_steps", lambda steps, watch: self.assertEqual([], steps))
        shown = self.say("clear", "order")
        self.assertEqual("cleared: order-1, order-2\nnot waited for, as a fault holds what they need: order-1, order-2\n", shown)
        self.assertFalse(any(processes.is_stopped(self.pid(name)) for name in NAMES))
        self.assertEqual(["order:consul cut"], self.listed())

    def test_waits_until_the_edge_has_the_replicas_again(self) -> None:
        servers = iter([0, 0, 1])
        replace(self, probes, "edge_servers", lambda port, service: next(servers))
        self.say("pause", "edge")
        self.say("clear", "edge")
        self.assertEqual([], list(servers))

    def test_forgets_what_is_not(self) -> None:
        before = {name: self.pid(name) for name in NAMES}
        self.state.remember_faults({"order-1": "killed", "order-2": "paused", "edge": "slow (10 % of a core)", "order-9": "killed"})
        self.say("clear")
        self.assertEqual("there is no fault\n", self.say("list"))
        self.assertEqual(before, {name: self.pid(name) for name in NAMES})

    def test_lets_go_on_what_was_stopped_to_be_killed(self) -> None:
        pid = self.pid("edge")
        self.state.remember_faults({"edge": "killed"})
        processes.signal_group(pid, signal.SIGSTOP)
        self.say("clear", "edge")
        self.assertFalse(processes.is_stopped(pid))

    def test_starts_what_was_asked_to_end_but_not_killed(self) -> None:
        pid = self.pid("edge")
        self.state.remember_faults({"edge": "killed"})
        signal_group = processes.signal_group
        replace(self, processes, "signal_group", lambda leader, number: signal_group(leader, signal.SIGSTOP))
        self.supervisor.kill("edge")
        replace(self, processes, "signal_group", signal_group)
        self.say("clear", "edge")
        self.assertNotIn(self.pid("edge"), (0, pid))
