import contextlib
import io
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from unittest import TestCase

from tests.replaced import replace
from watertight import jars, needs, places
from watertight.failure import Failure


class Repository(TestCase):
    def setUp(self) -> None:
        root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, root)
        replace(self, places, "ROOT", root)
        for module in jars.MODULES:
            self.write(f"services/{module}/pom.xml", 100)
            self.write(f"services/{module}/src/main/java/Main.java", 100)
            self.write(f"services/{module}/src/test/java/Test.java", 900)
            self.write(f"services/{module}/target/{module}.jar", 200)
        self.write("services/chassis/src/main/java/Service.java", 100)
        self.write("pom.xml", 100)

    def write(self, name: str, age: int) -> None:
        file = places.ROOT / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")
        os.utime(file, (age, age))


class Freshness(Repository):
    def test_jars_newer_than_all_sources_stay(self) -> None:
        self.assertTrue(jars.are_current())

    def test_a_newer_source_makes_them_old(self) -> None:
        for source in ("pom.xml", "services/order/pom.xml", "services/chassis/src/main/java/Service.java"):
            with self.subTest(source=source):
                self.write(source, 300)
                self.assertFalse(jars.are_current())
                self.write(source, 100)

    def test_a_missing_jar_is_built(self) -> None:
        jars.path("acquirer").unlink()
        self.assertFalse(jars.are_current())


class Building(Repository):
    def maven(self, script: str) -> Path:
        replace(self, needs, "jdk", lambda: Path("/no/jdk"))
        jars.path("order").unlink()
        wrapper = places.ROOT / "mvnw"
        wrapper.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        wrapper.chmod(0o755)
        return places.ROOT / "logs" / "maven.log"

    def test_keeps_what_maven_prints_in_its_log(self) -> None:
        log = self.maven("echo 'WARNING: noise'; touch services/order/target/order.jar")
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            jars.ensure(log)
        self.assertNotIn("noise", shown.getvalue())
        self.assertEqual("WARNING: noise\n", log.read_text(encoding="utf-8"))

    def test_takes_a_source_that_is_saved_meanwhile_for_newer(self) -> None:
        source, jar = "services/user/src/main/java/Main.java", "services/order/target/order.jar"
        log = self.maven(f"touch {jar}; until [ {source} -nt {jar} ]; do touch {source}; done")
        with contextlib.redirect_stdout(io.StringIO()):
            jars.ensure(log)
        self.assertFalse(jars.are_current())

    def test_makes_jars_current_that_maven_lets_be(self) -> None:
        log = self.maven("touch services/order/target/order.jar")
        self.write("pom.xml", 300)
        with contextlib.redirect_stdout(io.StringIO()):
            jars.ensure(log)
        self.assertTrue(jars.are_current())

    def test_shows_it_when_it_fails(self) -> None:
        log = self.maven("echo 'ERROR: no semicolon' >&2; exit 3")
        with contextlib.redirect_stdout(io.StringIO()), self.assertRaisesRegex(Failure, r"(?s)exit 3.*maven\.log.*no semicolon"):
            jars.ensure(log)


class ResourcesHash(Repository):
    def hash_with(self, **files: str) -> str:
        with zipfile.ZipFile(jars.path("order"), "w") as jar:
            for name, content in files.items():
                jar.writestr(name, content)
        return jars.resources_hash(jars.path("order"))

    def test_follows_the_schema_and_not_the_code(self) -> None:
        before = self.hash_with(**{"db/changelog.yaml": "a", "Main.class": "1", "META-INF/MANIFEST.MF": "1"})
        self.assertEqual(before, self.hash_with(**{"db/changelog.yaml": "a", "Main.class": "2", "META-INF/MANIFEST.MF": "2"}))
        self.assertNotEqual(before, self.hash_with(**{"db/changelog.yaml": "b", "Main.class": "1"}))
