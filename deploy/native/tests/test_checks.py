from pathlib import Path
from unittest import TestCase

from watertight import checks, ports, testing
from watertight.state import State


class MountedFiles(TestCase):
    def test_are_binds_and_files_of_configs_and_secrets(self) -> None:
        project = {
            "services": {"a": {"volumes": [{"type": "bind", "source": "/b"}, {"type": "volume", "source": "data"}]}, "c": {}},
            "configs": {"one": {"file": "/c"}, "inline": {"content": "x"}},
            "secrets": {"two": {"file": "/d"}, "outside": {"environment": "X"}},
        }
        self.assertEqual(["/b", "/c", "/d"], checks.mounted_files(project))


class TestStack(TestCase):
    def test_shares_no_port_with_the_callers_whatever_was_moved(self) -> None:
        outer = {"WATERTIGHT_EDGE_PORT": "18080", "WATERTIGHT_PORT_OFFSET": "100", "PATH": "/bin"}
        inner = testing.test_environment(outer, State(Path("/clone/.watertight/test")))
        mine, theirs = ports.from_environment(inner), ports.from_environment(outer)
        self.assertEqual("/clone/.watertight/test", inner["WATERTIGHT_STATE"])
        self.assertEqual("/bin", inner["PATH"])
        self.assertTrue(set(mine.values()).isdisjoint({port for name, port in theirs.items() if name != "EDGE"}))
        self.assertEqual(8080 + 100 + 10_000, mine["EDGE"])
