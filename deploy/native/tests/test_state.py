import os
import shutil
import stat
import tempfile
from pathlib import Path
from unittest import TestCase

from watertight import state
from watertight.failure import Failure
from watertight.state import State


class StateFolder(TestCase):
    def setUp(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.base)
        self.state = State(self.base / "shop")

    def test_is_the_same_by_whatever_name(self) -> None:
        (self.base / "link").symlink_to(self.state.folder())
        for name in ("shop", "link", "link/../shop"):
            self.assertEqual(self.base.resolve() / "shop", State.from_environment({"WATERTIGHT_STATE": str(self.base / name)}).root)

    def test_is_for_its_owner_only(self) -> None:
        folder = self.state.folder("secrets", "signing-keys")
        for made in (folder, folder.parent, self.state.root):
            self.assertEqual(0o700, stat.S_IMODE(made.stat().st_mode), made)

    def test_files_are_for_their_owner_only_and_replaced_whole(self) -> None:
        file = state.write(self.state.root / "secrets" / "a.password", "first")
        state.write(file, "second")
        self.assertEqual("second", file.read_text(encoding="utf-8"))
        self.assertEqual(0o600, stat.S_IMODE(file.stat().st_mode))
        self.assertEqual([file], list(file.parent.iterdir()))

    def test_that_cannot_be_made_is_a_message(self) -> None:
        (self.base / "file").write_text("", encoding="utf-8")
        with self.assertRaisesRegex(Failure, "state folder cannot be made"):
            State(self.base / "file" / "shop").folder()

    def test_has_sockets_inside_while_their_paths_fit(self) -> None:
        self.assertEqual(self.state.root / "run", self.state.sockets)

    def test_has_sockets_elsewhere_when_their_paths_would_be_too_long(self) -> None:
        sockets = State(self.base / ("long" * 30)).sockets
        self.addCleanup(os.rmdir, sockets)
        self.assertLess(len(str(sockets / "payment-db.sock")), 107)
        self.assertEqual(0o700, stat.S_IMODE(sockets.stat().st_mode))

    def test_has_two_replicas_of_each_service_until_told_otherwise(self) -> None:
        self.assertEqual({"user": 2, "product": 2, "order": 2, "payment": 2}, self.state.replicas())
        self.state.remember_replicas({**self.state.replicas(), "order": 4})
        self.assertEqual({"user": 2, "product": 2, "order": 4, "payment": 2}, self.state.replicas())

    def test_is_changed_by_one_at_a_time(self) -> None:
        with self.state.changing(), self.assertRaisesRegex(Failure, "Another ./watertight"), self.state.changing():
            self.fail("both were let in")
