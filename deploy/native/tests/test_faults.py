import contextlib
import io
import os
import shutil
import signal
import tempfile
import unittest
from functools import partial
from pathlib import Path

from watertight import bringup, cli, holds, lifecycle, links, parts, ports, probes, processes, quotas, supervision, tools
from watertight.failure import Failure
from watertight.parts import Part
from watertight.state import State
from watertight.supervision import Supervisor

from .replaced import replace, replace_environment
from .test_quotas import may_make_groups

NAMES = {"order-1": "order", "order-2": "order", "edge": ""}


@unittest.skipUnless(next(tool for tool in tools.ALL if tool.name == "supervisor").is_built, "./watertight tools makes the supervisor")
class Faults(unittest.TestCase):
    """On a stack of three processes that only sleep."""

    def setUp(self) -> None:
        self.taken_for_well: set[str] = set()
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        stack = [Part(name, ["sleep", "1000"], partial(self.sleeps, name), service=service) for name, service in NAMES.items()]
        replace(self, parts, "all_parts", lambda state, table: stack)
        replace_environment(self, WATERTIGHT_STATE=str(self.state.root))
        ports.remember(ports.WELL_KNOWN, self.state)
        supervision.write_configuration(self.state, stack)
        self.supervisor = Supervisor(self.state)
        self.supervisor.launch()
        self.addCleanup(bringup.take_down, self.state)
        with contextlib.redirect_stdout(io.StringIO()):
            bringup.run_steps([bringup.part_step(part, self.supervisor) for part in stack])

    def sleeps(self, name: str) -> bool:
        return name in self.taken_for_well or processes.command_line(self.pid(name)).startswith("sleep")

    def pid(self, name: str) -> int:
        return self.supervisor.processes()[name].pid

    def say(self, *words: str, code: int = 0) -> str:
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.assertEqual(code, cli.main(["fault", *words]), shown.getvalue())
        return shown.getvalue()

    def listed(self) -> list[str]:
        return [" ".join(line.split()) for line in self.say("list").splitlines()]

    def health(self) -> dict[str, str]:
        replace(self, probes, "registrations", lambda port, service: [])
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

    def test_clear_does_not_take_the_dead_for_its_successor(self) -> None:
        self.say("kill", "order")
        self.taken_for_well.add("order-2")
        replace(self, holds, "PROOF_SECONDS", 0.2)
        self.assertIn("order-2 still seems healthy", self.say("clear", code=1))
        self.assertEqual(["order-2 killed"], self.listed())
        self.taken_for_well.clear()
        self.say("clear")
        self.assertNotEqual(0, self.pid("order-2"))

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

    def test_nothing_to_clear_is_a_message(self) -> None:
        self.say("kill", "edge")
        self.assertIn("There is no fault on order.\n  There are: edge.", self.say("clear", "order", code=1))

    @unittest.skipUnless(may_make_groups(), "CPU quotas need the right to make control groups")
    def test_slow_leaves_each_replica_its_own_share_of_a_core(self) -> None:
        self.say("slow", "order", "--cpu", "20")
        self.assertEqual(["order-1 slow (20 % of a core)", "order-2 slow (20 % of a core)"], self.listed())
        self.assertEqual({"order-1": "slow", "order-2": "slow", "edge": "healthy"}, self.health())
        self.assertEqual([20, 20, None], [quotas.of(self.state, name, self.pid(name)) for name in NAMES])
        self.say("clear", "order-1")
        self.assertEqual([None, 20, None], [quotas.of(self.state, name, self.pid(name)) for name in NAMES])
        self.assertEqual(["order-2 slow (20 % of a core)"], self.listed())

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

    def test_a_delay_that_could_not_be_proven_is_refused_with_those_that_can(self) -> None:
        for delay in ("19", "2501", "60000"):
            shown = io.StringIO()
            with self.subTest(delay=delay), contextlib.redirect_stderr(shown), self.assertRaises(SystemExit):
                cli.main(["fault", "delay", "order:order-db", "--ms", delay])
            self.assertIn(f"'{delay}' is not a number from 20 to 2500", shown.getvalue())

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

    def test_clear_forgets_what_is_not(self) -> None:
        before = {name: self.pid(name) for name in NAMES}
        self.state.remember_faults({"order-1": "killed", "order-2": "paused", "edge": "slow (10 % of a core)", "order-9": "killed"})
        self.say("clear")
        self.assertEqual("there is no fault\n", self.say("list"))
        self.assertEqual(before, {name: self.pid(name) for name in NAMES})

    def test_clear_lets_go_on_what_was_stopped_to_be_killed(self) -> None:
        pid = self.pid("edge")
        self.state.remember_faults({"edge": "killed"})
        processes.signal_group(pid, signal.SIGSTOP)
        self.say("clear", "edge")
        self.assertFalse(processes.is_stopped(pid))

    def test_clear_starts_what_was_asked_to_end_but_not_killed(self) -> None:
        pid = self.pid("edge")
        self.state.remember_faults({"edge": "killed"})
        signal_group = processes.signal_group
        replace(self, processes, "signal_group", lambda leader, number: signal_group(leader, signal.SIGSTOP))
        self.supervisor.kill("edge")
        replace(self, processes, "signal_group", signal_group)
        self.say("clear", "edge")
        self.assertNotIn(self.pid("edge"), (0, pid))

    def test_links_of_a_stack_without_any_are_a_message(self) -> None:
        self.assertIn("up --drill", self.say("cut", "order:order-db", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_a_link_that_gives_no_answer_is_not_broken(self) -> None:
        self.links_that_end()
        replace(self, links, "begin", lambda table, link, damage: None)
        replace(self, links, "answer_seconds", lambda link: None)
        self.assertIn("order:consul gives no answer already.\n  ./watertight status", self.say("cut", "order:consul", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_clear_proves_a_link_once_what_it_leads_to_is_free(self) -> None:
        self.links_that_end()
        self.say("pause", "edge")
        self.state.remember_faults({"order:consul": "cut", **self.state.faults()})
        replace(self, holds, "PROOF_SECONDS", 0.5)
        replace(self, links, "is_well", lambda link, told: not processes.is_stopped(self.pid("edge")))
        self.say("clear")
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_clear_goes_on_after_what_it_cannot_end(self) -> None:
        ended = self.links_that_end()
        replace(self, holds, "PROOF_SECONDS", 0.1)
        replace(self, links, "is_well", lambda link, told: link.name == "payment:consul")
        self.state.remember_faults(dict.fromkeys(("order:consul", "payment:consul", "user:consul"), "cut"))
        self.assertRegex(self.say("clear", code=1), r"(?s)order:consul is still cut.*user:consul is still cut")
        self.assertEqual(["order:consul", "payment:consul", "user:consul"], ended)
        self.assertEqual(["order:consul cut", "user:consul cut"], self.listed())

    def test_a_link_that_could_not_be_broken_is_whole_again(self) -> None:
        ended = self.links_that_end()
        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, links, "begin", lambda table, link, damage: None)
        replace(self, links, "holds", lambda link, told: False)
        self.state.remember_faults({"edge": "paused"})
        self.assertIn("order:consul is not cut", self.say("cut", "order:consul", code=1))
        self.assertEqual(["order:consul"], ended)
        self.assertEqual(["edge paused"], self.listed())

    def test_a_link_that_toxiproxy_does_not_break_is_no_fault(self) -> None:
        links.remember(self.state, ports.WELL_KNOWN, are_wanted=True)
        replace(self, links, "answer_seconds", lambda link: 0.001)
        replace(self, links, "_ask", self.no_toxiproxy)
        replace(self, probes, "listens", lambda port: lambda: False)
        self.assertIn("toxiproxy is gone", self.say("cut", "order:consul", code=1))
        self.assertEqual("there is no fault\n", self.say("list"))

    def test_an_interrupt_waits_until_a_link_is_broken(self) -> None:
        self.links_that_end()
        replace(self, links, "begin", lambda table, link, damage: os.kill(os.getpid(), signal.SIGINT))
        replace(self, links, "holds", lambda link, told: True)
        self.assertIn("order:consul is cut", self.say("cut", "order:consul", code=cli.SIGNALLED + signal.SIGINT))
        self.assertEqual(["order:consul cut"], self.listed())

    def test_toxiproxy_is_let_be_while_it_breaks_a_link(self) -> None:
        self.links_that_end()
        self.state.remember_faults({"order:consul": "cut"})
        for words in (["fault", "kill"], ["fault", "pause"], ["restart"]):
            shown = io.StringIO()
            with self.subTest(words=words), contextlib.redirect_stderr(shown):
                self.assertEqual(1, cli.main([*words, "toxiproxy"]))
            self.assertIn("toxiproxy breaks links: order:consul is cut.\n  ./watertight fault clear", shown.getvalue())
        self.say("kill", "edge")

    def test_no_link_is_broken_while_toxiproxy_is_held(self) -> None:
        self.links_that_end()
        self.state.remember_faults({"toxiproxy": "paused"})
        self.assertIn("A fault holds: toxiproxy is paused.", self.say("cut", "order:consul", code=1))

    def links_that_end(self) -> list[str]:
        """Those that were ended, on a stack that has links and a toxiproxy that does nothing."""
        ended: list[str] = []
        links.remember(self.state, ports.WELL_KNOWN, are_wanted=True)
        replace(self, links, "answer_seconds", lambda link: 0.001)
        replace(self, links, "end", lambda table, link: ended.append(link.name))
        replace(self, parts, "all_parts", lambda state, table: [Part(name, [], lambda: True) for name in (*NAMES, "toxiproxy")])
        return ended

    @staticmethod
    def no_toxiproxy(*_: object) -> None:
        raise Failure("toxiproxy is gone.")

    def test_down_leaves_no_stopped_process_and_forgets_faults(self) -> None:
        self.say("pause", "order")
        self.say("kill", "edge")
        bringup.take_down(self.state)
        self.assertEqual([], processes.of_stack(self.state.root))
        self.assertEqual({}, self.state.faults())
