from pathlib import Path
from unittest import TestCase

from . import runbooks

GOOD = """# Down

*Page.* Nothing answers.

## Is it real?

`./watertight status` says so.

## How bad is it?

## Stop it

    ./watertight up

## Escalate

## Find the cause

## Verify recovery

## How to cause it

    ./watertight fault kill order  # under load

Last drilled: never.
"""


class Runbooks(TestCase):
    def test_are_well(self) -> None:
        books = sorted(runbooks.FOLDER.rglob("*.md"))
        self.assertTrue(books)
        self.assertEqual([], [fault for book in books for fault in runbooks.faults(book, book.read_text(encoding="utf-8"))])


class Checks(TestCase):
    def only_fault(self, text: str) -> str:
        (fault,) = runbooks.faults(Path("order/Down.md"), text)
        return fault

    def test_find_nothing_where_all_is_well(self) -> None:
        self.assertEqual([], runbooks.faults(Path("order/Down.md"), GOOD))

    def test_name_a_command_that_is_broken_and_its_line(self) -> None:
        self.assertEqual(
            "order/Down.md:13: ./watertight upp: There is no verb 'upp'.\n  Did you mean 'up'?",
            self.only_fault(GOOD.replace("tight up", "tight upp")),
        )
        self.assertRegex(
            self.only_fault(GOOD.replace("fault kill", "fault kil")), r"Down\.md:23: ./watertight fault kil order: .*invalid choice: 'kil'"
        )
        self.assertRegex(self.only_fault(GOOD.replace("tight status", "tight status --al")), r"Down\.md:7: .*unrecognized arguments: --al")

    def test_name_a_part_that_is_none_and_its_line(self) -> None:
        self.assertRegex(self.only_fault(GOOD.replace("kill order", "kill ordre")), r"Down\.md:23: .*there is no part 'ordre'")
        self.assertEqual([], runbooks.faults(Path("order/Down.md"), GOOD.replace("kill order", "kill order-db --once")))

    def test_name_a_release_that_would_be_made_of_the_sources(self) -> None:
        self.assertRegex(self.only_fault(GOOD.replace("tight up", "tight deploy order")), r"Down\.md:13: .*would roll out the sources")

    def test_know_that_an_order_has_only_a_name_here(self) -> None:
        self.assertEqual([], runbooks.faults(Path("order/Down.md"), GOOD.replace("kill order", "misbook ORDER")))

    def test_name_what_does_not_say_when_it_was_drilled(self) -> None:
        for line in ("", "Last drilled: yesterday.\n"):
            self.assertRegex(self.only_fault(GOOD.replace("Last drilled: never.\n", line)), "does not say when it was drilled")

    def test_name_a_section_that_is_missing(self) -> None:
        self.assertRegex(self.only_fault(GOOD.replace("## Escalate\n", "")), r"Down\.md:\d+: has no section 'Escalate'")

    def test_name_a_section_that_is_none_of_theirs(self) -> None:
        self.assertRegex(self.only_fault(GOOD + "\n## Notes\n"), r"Down\.md:27: no runbook has a section 'Notes'")

    def test_name_sections_in_another_order(self) -> None:
        self.assertRegex(
            self.only_fault(GOOD.replace("## Escalate\n", "").replace("## Stop", "## Escalate\n\n## Stop")), "not in the order"
        )

    def test_name_another_alert_in_the_title(self) -> None:
        self.assertRegex(self.only_fault(GOOD.replace("# Down", "# Up", 1)), r"Down\.md:1: its title is not '# Down'")

    def test_name_a_link_that_leads_nowhere(self) -> None:
        self.assertRegex(
            self.only_fault(GOOD.replace("Nothing answers.", "See [Up](Up.md).")), r"Down\.md:3: its link to Up\.md leads nowhere"
        )

    def test_name_a_command_that_is_broken_behind_a_setting(self) -> None:
        text = GOOD.replace("## Stop it", "`SHOP_DURATION=3m ./watertight load shopp` first.\n\n## Stop it")
        self.assertRegex(self.only_fault(text), r"Down\.md:11: ./watertight load shopp: .*invalid choice: 'shopp'")

    def test_name_what_is_more_than_a_screen(self) -> None:
        self.assertRegex(self.only_fault(GOOD + "\n" * 100), "more than a screen")
