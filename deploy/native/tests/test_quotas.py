import errno
import os
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path
from unittest import TestCase, skipUnless

from watertight import quotas
from watertight.failure import Failure
from watertight.state import State

from .replaced import replace


def may_make_groups() -> bool:
    try:
        quotas.require()
    except Failure:
        return False
    return True


class Hierarchies(TestCase):
    """What the two versions of control groups look like, as files of a system made up."""

    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        replace(self, quotas, "PROC", self.root / "proc")
        self.write("proc/7/cgroup", "")

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def test_version_1_is_told_by_the_controller(self) -> None:
        self.write("proc/7/cgroup", "3:memory:/one\n2:cpu,cpuacct:/shop/order\n0::/other\n")
        hierarchy = quotas.Hierarchy(self.root / "cpu", 1)
        group = hierarchy.group_of(7)
        self.assertEqual(self.root / "cpu" / "shop" / "order", group)
        group.mkdir(parents=True)
        hierarchy.limit(group, 25)
        self.assertEqual("10000", (group / "cpu.cfs_period_us").read_text(encoding="ascii"))
        self.assertEqual("2500", (group / "cpu.cfs_quota_us").read_text(encoding="ascii"))
        self.assertEqual(25, hierarchy.limit_of(group))

    def test_version_1_without_a_quota_says_so_by_a_negative_one(self) -> None:
        group = self.write("cpu/cpu.cfs_quota_us", "-1\n").parent
        self.write("cpu/cpu.cfs_period_us", "100000\n")
        self.assertIsNone(quotas.Hierarchy(group, 1).limit_of(group))

    def test_version_2_has_one_group_for_all_controllers(self) -> None:
        self.write("proc/7/cgroup", "2:cpu:/old\n0::/shop/order\n")
        hierarchy = quotas.Hierarchy(self.root / "cgroup", 2)
        group = hierarchy.group_of(7)
        self.assertEqual(self.root / "cgroup" / "shop" / "order", group)
        group.mkdir(parents=True)
        hierarchy.limit(group, 150)
        self.assertEqual("15000 10000", (group / "cpu.max").read_text(encoding="ascii"))
        self.assertEqual(150, hierarchy.limit_of(group))

    def test_version_2_without_a_quota_says_max(self) -> None:
        group = self.write("cgroup/cpu.max", "max 100000\n").parent
        self.assertIsNone(quotas.Hierarchy(group, 2).limit_of(group))

    def test_a_small_quota_takes_a_longer_period_as_the_kernel_takes_none_under_a_millisecond(self) -> None:
        self.assertEqual((10_000, 1_000), quotas.period_and_quota(10))
        self.assertEqual((100_000, 1_000), quotas.period_and_quota(1))
        self.assertEqual((33_334, 1_000), quotas.period_and_quota(3))

    def test_a_system_without_any_is_a_message(self) -> None:
        self.write("proc/mounts", "tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n")
        with self.assertRaisesRegex(Failure, "no control groups"):
            quotas.put(State(self.root), "order-1", 7, 10)
        with self.assertRaisesRegex(Failure, "no control groups"):
            quotas.require()

    def test_without_the_rights_it_is_a_message_that_names_the_file(self) -> None:
        self.write("proc/mounts", f"cgroup {self.root}/cpu cgroup rw,cpu 0 0\n")
        self.write(f"proc/{os.getpid()}/cgroup", "1:cpu:/\n")
        self.write("cpu", "a file, where no folder can be made")
        with self.assertRaisesRegex(Failure, "(?s)No CPU quota can be set: .*/cpu/.*\n.*root"):
            quotas.put(State(self.root), "order-1", 7, 10)
        with self.assertRaisesRegex(Failure, "(?s)No CPU quota can be set: .*/cpu/.*\n.*root"):
            quotas.require()

    def test_in_no_group_it_is_a_message_that_tells_what_it_needs(self) -> None:
        self.write("proc/mounts", f"cgroup {self.root}/cpu cgroup rw,cpu 0 0\n")
        self.write(f"proc/{os.getpid()}/cgroup", "1:memory:/\n")
        for ask in (quotas.require, partial(quotas.put, State(self.root), "order-1", 7, 10)):
            with self.assertRaisesRegex(Failure, "No CPU quota can be set: .* in no control group\\.\n  .* must itself run in"):
                ask()

    def test_version_2_names_what_helps_with_what_is_wrong(self) -> None:
        self.write("proc/mounts", f"cgroup2 {self.root}/cgroup cgroup2 rw 0 0\n")
        self.write("cgroup/cgroup.controllers", "cpu\n")
        for number, remedy in ((errno.EACCES, "\n  It needs root\\.$"), (errno.EBUSY, "/cgroup/cgroup.procs must go into a group below")):
            replace(self, quotas, "_delegate", partial(self.refuse, number))
            with self.subTest(number=number), self.assertRaisesRegex(Failure, remedy):
                quotas.put(State(self.root), "order-1", 7, 10)

    @staticmethod
    def refuse(number: int, group: Path) -> None:
        raise OSError(number, os.strerror(number), str(group))

    def test_version_1_knows_a_group_of_a_caller_from_elsewhere(self) -> None:
        state = State(self.root)
        group = self.of_another_session(state, "order-1")
        self.assertEqual(25, quotas.of(state, "order-1", 7))
        self.assertIsNone(quotas.of(state, "order-2", 7))
        self.assertIsNone(quotas.of(State(self.root / "other"), "order-1", 7))
        quotas.lift(state, "order-1", 7)
        self.assertEqual("7", (group.parent.parent / "cgroup.procs").read_text(encoding="ascii"))

    def test_version_1_leaves_no_group_of_a_caller_from_elsewhere(self) -> None:
        state = State(self.root)
        group = self.of_another_session(state, "order-1")
        self.write("proc/7/cgroup", "1:cpu:/\n")  # it was started again
        for file in group.iterdir():  # which a real group's folder does not mind
            file.unlink()
        quotas.lift(state, "order-1", 7)
        self.assertFalse(group.exists())
        self.assertTrue(group.parent.exists())
        quotas.forget(state)
        self.assertFalse(group.parent.exists())
        self.assertTrue(group.parent.parent.exists())

    def of_another_session(self, state: State, name: str) -> Path:
        """Process 7 has a quarter of a core in a group that was made from session 1; we are in session 2."""
        self.write("proc/mounts", f"cgroup {self.root}/cpu cgroup rw,cpu 0 0\n")
        self.write(f"proc/{os.getpid()}/cgroup", "1:cpu:/session-2\n")
        group = self.root / "cpu" / "session-1" / quotas.home_name(state) / name
        self.write("proc/7/cgroup", f"1:cpu:/session-1/{quotas.home_name(state)}/{name}\n")
        group.mkdir(parents=True)
        quotas.Hierarchy(self.root / "cpu", 1).limit(group, 25)
        return group

    def test_one_that_another_removes_meanwhile_is_forgotten(self) -> None:
        self.write("proc/mounts", f"cgroup {self.root}/cpu cgroup rw,cpu 0 0\n")
        replace(self, quotas.Hierarchy, "homes", lambda hierarchy, state: [self.root / "gone"])
        quotas.forget(State(self.root))

    def test_a_process_that_is_gone_has_none(self) -> None:
        self.write("proc/mounts", f"cgroup {self.root}/cpu cgroup rw,cpu 0 0\n")
        self.write(f"proc/{os.getpid()}/cgroup", "1:cpu:/\n")
        self.assertIsNone(quotas.of(State(self.root), "order-1", 8))
        quotas.lift(State(self.root), "order-1", 8)


@skipUnless(may_make_groups(), "CPU quotas need the right to make control groups")
class Quotas(TestCase):
    """By the kernel's own word, on a process that would take a whole core."""

    def setUp(self) -> None:
        self.state = State(Path(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.state.root)
        self.addCleanup(quotas.forget, self.state)
        self.process = subprocess.Popen(["sleep", "1000"])
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def test_hold_until_they_are_lifted(self) -> None:
        self.assertIsNone(quotas.of(self.state, "busy", self.process.pid))
        quotas.put(self.state, "busy", self.process.pid, 15)
        self.assertEqual(15, quotas.of(self.state, "busy", self.process.pid))
        quotas.lift(self.state, "busy", self.process.pid)
        self.assertIsNone(quotas.of(self.state, "busy", self.process.pid))

    def test_are_each_for_its_own_process(self) -> None:
        quotas.put(self.state, "busy", self.process.pid, 15)
        self.assertIsNone(quotas.of(self.state, "other", self.process.pid))
        self.assertIsNone(quotas.of(self.state, "busy", os.getpid()))

    def test_are_lifted_though_somebody_else_shares_them(self) -> None:
        quotas.put(self.state, "busy", self.process.pid, 15)
        other = subprocess.Popen(["sleep", "1000"])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        quotas.put(self.state, "busy", other.pid, 15)
        quotas.lift(self.state, "busy", self.process.pid)
        self.assertIsNone(quotas.of(self.state, "busy", self.process.pid))
        self.assertEqual(15, quotas.of(self.state, "busy", other.pid))

    def test_leave_nothing_behind_once_their_processes_are_gone(self) -> None:
        quotas.put(self.state, "busy", self.process.pid, 15)
        self.process.kill()
        self.process.wait()
        quotas.forget(self.state)
        quotas.forget(self.state)
        quotas.lift(self.state, "busy", 0)
