import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from unittest import TestCase

from watertight import releases
from watertight.failure import Failure
from watertight.releases import Release
from watertight.state import State

from .made_jars import make_jar


class Releases(TestCase):
    def setUp(self) -> None:
        self.base = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.base)
        self.state = State(self.base / "state")

    def built(self, content: str, service: str = "order") -> Path:
        return make_jar(self.base / "target" / f"{service}.jar", service, content)

    def install(self, content: str, service: str = "order") -> Release:
        return releases.install(self.state, service, self.built(content, service))

    def versions(self) -> list[str]:
        return [release.version for release in releases.kept(self.state, "order")]


class Installing(Releases):
    def test_names_the_same_content_the_same(self) -> None:
        first, second, again = self.install("one"), self.install("two"), self.install("one")
        self.assertRegex(first.version, r"^0\.1\.0-[0-9a-f]{8}$")
        self.assertEqual(first, again)
        self.assertNotEqual(first.version, second.version)
        self.assertEqual([first.version, second.version], self.versions())

    def test_names_another_library_another_release(self) -> None:
        first = self.install("one")
        (self.base / "target" / "libs" / "chassis.jar").write_text("a newer library", encoding="utf-8")
        self.assertNotEqual(first.version, self.install("one").version)
        self.assertEqual("a library", (first.folder / "libs" / "chassis.jar").read_text(encoding="utf-8"))

    def test_keeps_what_a_later_build_writes_over(self) -> None:
        release = self.install("one")
        before = release.jar.read_bytes()
        with open(self.built("two"), "r+b") as jar:
            jar.write(b"half a jar")
        with open(self.base / "target" / "libs" / "chassis.jar", "r+b") as library:
            library.write(b"half")
        self.assertEqual(before, release.jar.read_bytes())
        self.assertEqual("a library", (release.folder / "libs" / "chassis.jar").read_text(encoding="utf-8"))

    def test_shares_libraries_between_releases_and_services(self) -> None:
        libraries = [self.install(*what).folder / "libs" / "chassis.jar" for what in (("one",), ("two",), ("one", "payment"))]
        self.assertEqual(1, len({library.stat().st_ino for library in libraries}))

    def test_leaves_nothing_half_done(self) -> None:
        jar = self.built("one")
        unfinished = self.state.folder("releases", "order", releases.UNFINISHED)
        (unfinished / "order.jar").write_text("interrupted", encoding="utf-8")
        self.assertEqual([], self.versions())
        releases.install(self.state, "order", jar)
        self.assertFalse(unfinished.exists())
        self.assertEqual(1, len(self.versions()))

    def test_keeps_the_last_five_and_those_that_run(self) -> None:
        first, second = self.install("1"), self.install("2")
        self.state.remember_releases({"order": first.version, "order-2": second.version, "payment": "0"})
        later = [self.install(str(number)).version for number in range(3, 9)]
        self.assertEqual([*reversed(later[1:]), second.version, first.version], self.versions())
        self.state.remember_releases({"order": later[-1]})
        last = self.install("9").version
        self.assertEqual([last, *reversed(later[2:])], self.versions())

    def test_forgets_libraries_that_no_release_has(self) -> None:
        self.install("1")
        (self.base / "target" / "libs" / "chassis.jar").write_text("a newer library", encoding="utf-8")
        for number in range(5):
            self.install(str(number))
        kept = [library.read_text(encoding="utf-8") for library in (self.state.root / "releases" / "libraries").iterdir()]
        self.assertEqual(["a newer library"], kept)


class BadJars(Releases):
    def assert_refused(self, jar: Path, message: str) -> None:
        with self.assertRaisesRegex(Failure, message):
            releases.install(self.state, "order", jar)
        self.assertEqual([], self.versions())

    def test_are_refused_with_what_is_wrong(self) -> None:
        text = self.base / "notes.txt"
        text.write_text("not a jar", encoding="utf-8")
        self.assert_refused(text, "notes.txt is no jar")
        self.assert_refused(self.base / "missing.jar", "There is no file .*missing.jar")
        self.assert_refused(self.base, "There is no file")
        self.assert_refused(self.built("one", "payment"), "is the jar of payment, not of order")

    def test_without_a_manifest_or_of_something_else_are_none_of_a_service(self) -> None:
        other = self.base / "other.jar"
        with zipfile.ZipFile(other, "w") as jar:
            jar.writestr("content", "nothing else")
        self.assert_refused(other, "is no jar")
        for manifest in ("Main-Class: org.example.Main\nImplementation-Version: 1\n", "Manifest-Version: 1.0\n"):
            with zipfile.ZipFile(other, "w") as jar:
                jar.writestr("META-INF/MANIFEST.MF", manifest)
            self.assert_refused(other, "is not the jar of a service")

    def test_that_would_lead_elsewhere_are_refused(self) -> None:
        target = self.base / "target" / "order.jar"
        self.assert_refused(make_jar(target, "order", "one", version="../../1"), "is not the jar of a service")
        self.assert_refused(make_jar(target, "order", "one", libraries=["../chassis.jar"]), "is not the jar of a service")

    def test_that_are_damaged_are_told_so(self) -> None:
        jar = self.built("content that is damaged")
        damaged = jar.read_bytes().replace(b"content that is damaged", b"content that is damagad")
        jar.write_bytes(damaged)
        self.assert_refused(jar, "is damaged: content")

    def test_that_are_damaged_where_they_are_compressed_are_told_so(self) -> None:
        jar = self.built("one")
        with zipfile.ZipFile(jar, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("compressed", "content " * 100)
            entry = archive.getinfo("compressed")
        damaged = bytearray(jar.read_bytes())
        damaged[entry.header_offset + 30 + len(entry.filename)] = 0xFF  # a kind of block that there is none of
        jar.write_bytes(damaged)
        self.assert_refused(jar, "is damaged")

    def test_whose_libraries_are_not_beside_them_are_refused(self) -> None:
        jar = make_jar(self.base / "order.jar", "order", "one", libraries=["libs/a.jar", "libs/b.jar", "libs/c.jar"])
        os.unlink(self.base / "libs" / "a.jar")
        os.unlink(self.base / "libs" / "c.jar")
        self.assert_refused(jar, "needs libs/a.jar and 1 more, which must lie beside it")


class Finding(Releases):
    def test_takes_a_version_or_the_beginning_of_one_or_of_its_digits(self) -> None:
        release, _ = self.install("one"), self.install("two")
        for wanted in (release.version, release.version[:-2], release.version[6:10]):
            self.assertEqual(release, releases.find(self.state, "order", wanted))

    def test_names_those_there_are(self) -> None:
        first, second = self.install("one").version, self.install("two").version
        with self.assertRaisesRegex(Failure, f"(?s)no release 'x' of order.*There are: {second}, {first}"):
            releases.find(self.state, "order", "x")
        with self.assertRaisesRegex(Failure, f"'0.1' may be any of {second}, {first}"):
            releases.find(self.state, "order", "0.1")
        with self.assertRaisesRegex(Failure, "(?s)of user.*none yet"):
            releases.find(self.state, "user", "0.1")

    def test_takes_nothing_for_none(self) -> None:
        version = self.install("one").version
        with self.assertRaisesRegex(Failure, f"(?s)no release '' of order.*There are: {version}"):
            releases.find(self.state, "order", "")

    def test_takes_one_that_is_the_beginning_of_another(self) -> None:
        for version in ("1-a", "1-ab"):
            self.state.folder("releases", "order", version)
        self.assertEqual("1-a", releases.find(self.state, "order", "1-a").version)


class Running(Releases):
    REPLICAS = ("order-1", "order-2")

    def setUp(self) -> None:
        super().setUp()
        self.old, self.new = self.install("old"), self.install("new")
        self.state.remember_releases({"order": self.old.version, "payment": "0.1.0-00000000"})

    def remember(self, replica: str, release: Release) -> None:
        releases.remember(self.state, replica, release, self.REPLICAS)

    def test_differs_by_replica_until_all_run_the_same(self) -> None:
        self.remember("order-1", self.new)
        self.assertEqual(self.new, releases.of(self.state, "order", "order-1"))
        self.assertEqual(self.old, releases.of(self.state, "order", "order-2"))
        self.assertEqual(["order-1"], releases.running(self.state, self.new))
        self.remember("order-2", self.new)
        self.assertEqual({"order": self.new.version, "payment": "0.1.0-00000000"}, self.state.releases())

    def test_is_as_before_once_a_replica_went_back(self) -> None:
        before = self.state.releases()
        self.remember("order-1", self.new)
        self.remember("order-1", self.old)
        self.assertEqual(before, self.state.releases())

    def test_is_not_guessed(self) -> None:
        with self.assertRaisesRegex(Failure, "not known which release of user runs"):
            releases.of(self.state, "user")
