import shutil
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import places, tools


class PinsHash(TestCase):
    def setUp(self) -> None:
        self.pins = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.pins)
        (self.pins / "go.mod").write_text("module a", encoding="utf-8")
        self.before = tools.pins_hash(self.pins)

    def test_is_the_same_for_the_same_pins(self) -> None:
        self.assertEqual(self.before, tools.pins_hash(self.pins))

    def test_changes_with_a_files_content(self) -> None:
        (self.pins / "go.mod").write_text("module b", encoding="utf-8")
        self.assertNotEqual(self.before, tools.pins_hash(self.pins))

    def test_changes_with_a_files_name(self) -> None:
        (self.pins / "go.mod").rename(self.pins / "go.work")
        self.assertNotEqual(self.before, tools.pins_hash(self.pins))

    def test_changes_when_content_moves_between_files(self) -> None:
        (self.pins / "go.mod").write_text("modu", encoding="utf-8")
        (self.pins / "go.sum").write_text("le a", encoding="utf-8")
        one = tools.pins_hash(self.pins)
        (self.pins / "go.mod").write_text("module", encoding="utf-8")
        (self.pins / "go.sum").write_text(" a", encoding="utf-8")
        self.assertNotEqual(one, tools.pins_hash(self.pins))

    def test_tells_a_files_end_from_its_content(self) -> None:
        (self.pins / "go.sum").write_text("x", encoding="utf-8")
        two = tools.pins_hash(self.pins)
        (self.pins / "go.sum").unlink()
        (self.pins / "go.mod").write_text("module a\0go.sum\0x", encoding="utf-8")
        self.assertNotEqual(two, tools.pins_hash(self.pins))

    def test_changes_with_what_it_was_made_for(self) -> None:
        self.assertNotEqual(self.before, tools.pins_hash(self.pins, "another Python"))


class Tools(TestCase):
    def test_have_pins(self) -> None:
        for tool in tools.ALL:
            self.assertTrue(list(tool.source.glob("*")), tool.name)

    def test_are_found_by_program(self) -> None:
        self.assertEqual(("prometheus", "promtool"), (tools.program("promtool").parent.name.split("-")[0], tools.program("promtool").name))

    def test_are_all_used(self) -> None:
        self.assertEqual({folder.name for folder in places.TOOL_SOURCES.iterdir()}, {tool.name for tool in tools.ALL})
