"""What build.py and licences.py say of the repository and of what people hand them."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import archives
import build
import licences
import npm_packages
import project


class Notes(unittest.TestCase):
    CHANGELOG = "# Changelog\n\n## Unreleased\n\n- c\n\n## 1.2.0 - 2026-01-01\n\n### Added\n\n- b\n\n## 1.1.0\n\n- a\n"

    def test_a_section_ends_at_the_next(self):
        self.assertEqual(build.notes(self.CHANGELOG, "1.2.0"), "### Added\n\n- b")
        self.assertEqual(build.notes(self.CHANGELOG, "1.1.0"), "- a")

    def test_a_version_without_a_section_is_not_released(self):
        for version in ("1.2", "1.3.0", "1.2.0.1"):
            self.assertRaises(SystemExit, build.notes, self.CHANGELOG, version)


class Plan(unittest.TestCase):
    def test_a_tag_of_another_version_is_not_released(self):
        with self.assertRaisesRegex(SystemExit, "the tag is v0.0.0, but Cargo.toml has version"):
            build.plan("v0.0.0")


class Licences(unittest.TestCase):
    def test_the_first_allowed_licence_is_taken(self):
        allowed = ["Apache-2.0", "MIT"]
        for offered, taken in (("MIT OR Apache-2.0", "Apache-2.0"), ("MIT/Apache-2.0", "Apache-2.0"), ("Unlicense OR MIT", "MIT")):
            self.assertEqual(licences.chosen({"name": "a", "license": offered}, allowed), taken)
        for offered in ("GPL-3.0", "MIT AND GPL-3.0", None):
            self.assertRaises(SystemExit, licences.chosen, {"name": "a", "license": offered}, allowed)


class Mirror(unittest.TestCase):
    def test_it_asks_for_this_version(self):
        self.assertIn(".pre-commit-hooks.yaml", build.mirror_files())

    def test_its_hook_differs_in_the_language_alone(self):
        ours = (project.ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        theirs = (build.MIRROR / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
        self.assertEqual(ours.replace("language: rust", "language: python"), theirs)


class Archives(unittest.TestCase):
    def test_the_same_content_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as place:
            one, two, three = (pathlib.Path(place) / it for it in ("1", "2", "3"))
            archives.tar_file(one, {"a": b"x", "b": b"y"}, {"a"})
            archives.tar_file(two, {"b": b"y", "a": b"x"}, {"a"})
            archives.tar_file(three, {"a": b"x", "b": b"y"})
            self.assertEqual(one.read_bytes(), two.read_bytes())
            self.assertNotEqual(one.read_bytes(), three.read_bytes())

    def test_the_formula_has_the_sums_of_its_archives(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            targets = [it for system in archives.BREW.values() for it in system.values()]
            for target in targets:
                (folder / f"{project.archive(target)}.tar.gz").write_text(target)
            text = archives.formula("https://example.org/samc", folder)
            archives.checksums(folder)
            sums = dict(line.split("  ")[::-1] for line in (folder / archives.SUMS).read_text().splitlines())
            found = re.findall(r'download/v[^/]*/(.*)"\n *sha256 "(.*)"', text)
            self.assertEqual(dict(found), sums)
            self.assertEqual(len(found), len(targets))


@unittest.skipUnless(shutil.which("node"), "needs Node.js")
class Packages(unittest.TestCase):
    def test_the_program_of_a_machine_is_found_by_its_name(self):
        """The names that samc.js looks for are those of the packages."""
        names = {npm_packages.platform_name(it) for it in project.TARGETS}
        looked_for = set()
        for machine in (it["npm"] for it in project.TARGETS.values()):
            script = f"""
                Object.defineProperty(process, "platform", {{ value: "{machine["os"]}" }});
                Object.defineProperty(process, "arch", {{ value: "{machine["cpu"]}" }});
                const text = require("fs").readFileSync(process.argv[1], "utf8").replace(/^#!/, "//");
                const resolve = (it) => {{ console.log(it); throw new Error("there is none"); }};
                new Function("require", text)({{ resolve }});
            """
            shim = project.ROOT / "release/npm" / npm_packages.SHIM
            ended = subprocess.run(["node", "-e", script, shim], capture_output=True, text=True)
            self.assertEqual(ended.returncode, 2)
            self.assertIn("there is no program for", ended.stderr)
            looked_for.update(it.split("/")[0] for it in ended.stdout.splitlines())
        self.assertEqual(looked_for, names)


if __name__ == "__main__":
    unittest.main()
