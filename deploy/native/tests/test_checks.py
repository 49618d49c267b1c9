from unittest import TestCase

from watertight import checks, places, ports, sandbox
from watertight.failure import Failure


class MountedFiles(TestCase):
    def test_are_binds_and_files_of_configs_and_secrets(self) -> None:
        project = {
            "services": {"a": {"volumes": [{"type": "bind", "source": "/b"}, {"type": "volume", "source": "data"}]}, "c": {}},
            "configs": {"one": {"file": "/c"}, "inline": {"content": "x"}},
            "secrets": {"two": {"file": "/d"}, "outside": {"environment": "X"}},
        }
        self.assertEqual(["/b", "/c", "/d"], checks.mounted_files(project))


class Panels(TestCase):
    def test_are_checked_beside_the_trace_store_right_after_load(self) -> None:
        stages = checks.running(ports.WELL_KNOWN, sandbox.TEST.state)
        place = [stage.name for stage in stages].index("stack: panels")
        commands: list[str] = []
        for stage in stages[place - 1 : place + 1]:
            stage.run(lambda command, folder=places.ROOT: commands.append(" ".join(command)))
        self.assertRegex(commands[0], "load smoke$")
        self.assertRegex(commands[1], "--prometheus http://127.0.0.1:9090 --zipkin http://127.0.0.1:9411$")


class Sandboxes(TestCase):
    def test_share_no_port_with_the_callers_whatever_was_moved(self) -> None:
        outer = {"WATERTIGHT_EDGE_PORT": "18080", "WATERTIGHT_PORT_OFFSET": "100", "PATH": "/bin"}
        inner = sandbox.TEST.environment(outer)
        mine, theirs = ports.from_environment(inner), ports.from_environment(outer)
        self.assertEqual(str(places.ROOT / ".watertight" / "test"), inner["WATERTIGHT_STATE"])
        self.assertEqual("/bin", inner["PATH"])
        self.assertTrue(set(mine.values()).isdisjoint({port for name, port in theirs.items() if name != "EDGE"}))
        self.assertEqual(8080 + 100 + 10_000, mine["EDGE"])

    def test_wake_nobody_whom_the_callers_alerts_are_sent_to(self) -> None:
        self.assertNotIn("WATERTIGHT_ALERTMANAGER_CONFIG", sandbox.TEST.environment({"WATERTIGHT_ALERTMANAGER_CONFIG": "/etc/pages.yml"}))

    def test_of_no_offset_are_a_message(self) -> None:
        with self.assertRaisesRegex(Failure, "WATERTIGHT_PORT_OFFSET is 'abc', which is no number"):
            sandbox.TEST.environment({"WATERTIGHT_PORT_OFFSET": "abc"})

    def test_share_no_port_with_each_other_nor_with_the_default(self) -> None:
        stacks = [ports.from_environment(stack.environment({})) for stack in (sandbox.TEST, sandbox.DRILL)]
        used = [port for table in (ports.WELL_KNOWN, *stacks) for port in table.values()]
        self.assertEqual(len(used), len(set(used)))
        self.assertLess(max(used), 32768, "from there on the system gives them to whoever asks")
