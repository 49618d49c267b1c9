import contextlib
import io
import os
import signal

from watertight import cli, holds, links, parts, ports, probes, processes
from watertight.failure import Failure
from watertight.parts import Part

from .replaced import replace
from .sleepers import NAMES, Sleepers


class LinkFaults(Sleepers):
    def test_a_delay_that_could_not_be_proven_is_refused_with_those_that_can(self) -> None:
        for delay in ("19", "2501", "60000"):
            shown = io.StringIO()
            with self.subTest(delay=delay), contextlib.redirect_stderr(shown), self.assertRaises(SystemExit):
                cli.main(["fault", "delay", "order:order-db", "--ms", delay])
            self.assertIn(f"'{delay}' is not a number from 20 to 2500", shown.getvalue())

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

    def test_of_several_links_all_are_broken_or_none(self) -> None:
        ended = self.links_that_end()
        replace(self, holds, "PROOF_SECONDS", 0.2)
        replace(self, links, "begin", lambda table, link, damage: None)
        replace(self, links, "holds", lambda link, told: link.name == "order:consul")
        both = ("cut", "order:consul", "payment:consul")
        self.assertIn("payment:consul is not cut", self.say(*both, code=1))
        self.assertEqual(["order:consul", "payment:consul"], ended)
        self.assertEqual("there is no fault\n", self.say("list"))
        replace(self, links, "holds", lambda link, told: True)
        self.assertIn("payment:consul is cut; ./watertight fault clear payment:consul ends it", self.say(*both))
        self.assertEqual(["order:consul cut", "payment:consul cut"], self.listed())

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
