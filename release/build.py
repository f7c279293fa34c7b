#!/usr/bin/env python3
"""Build what a release publishes. The workflow does it with this, and so can you for your own machine.

usage: build.py [platform | common | all | sums] [--target TRIPLE] [--out FOLDER]
       build.py (plan TAG | notes | formula FOLDER)

  platform        the wheel, the archive and the npm package of one platform
  common          what is the same for all: the main npm package, the repository for pre-commit, the hash of the sources
  all             both [default]
  sums            SHA256SUMS of all that is in the folder
  plan TAG        lines for the workflow: the version and the platforms; fails if the tag is not that of a release
  notes           this version's section of CHANGELOG.md
  formula FOLDER  Homebrew's formula, for the archives in a folder

  --target TRIPLE  the platform, one of targets.toml [default: that of this machine's compiler]
  --out FOLDER     where the files are written [default: target/release-files]

`platform` needs cargo and what requirements.txt lists. CARGO_TARGET_DIR says where cargo builds.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

import archives
import npm_packages
import project

MIRROR = project.ROOT / "pre-commit-mirror"
PROFILE = "dist"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("what", nargs="?", default="all", choices=["all", "common", "formula", "notes", "plan", "platform", "sums"])
    parser.add_argument("about", nargs="?")
    parser.add_argument("--target", choices=list(project.TARGETS))
    parser.add_argument("--out", type=pathlib.Path, default=project.ROOT / "target/release-files")
    given = parser.parse_args()
    if (given.about is None) == (given.what in ("plan", "formula")):
        parser.error("only `plan` and `formula` take a value, and they need it")
    if given.what == "plan":
        return plan(given.about)
    if given.what == "notes":
        return print(notes((project.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), project.VERSION))
    if given.what == "formula":
        return print(archives.formula(published_at(), pathlib.Path(given.about)), end="")
    out = given.out.resolve()
    if given.what == "sums":
        return archives.checksums(out)
    out.mkdir(parents=True, exist_ok=True)
    if given.what != "common":
        platform(given.target or project.here(), out)
    if given.what != "platform":
        common(out)


def platform(target, out):
    """Build the program of a platform, and pack it in all ways."""
    call = [sys.executable, "-m", "maturin", "build", "--locked", "--target", target, "--out", out]
    wheel = project.TARGETS[target].get("wheel")
    if wheel:
        call += ["--zig", "--compatibility", wheel]
    environment = dict(os.environ)
    # maturin calls zig by the Python that comes first.
    environment["PATH"] = os.pathsep.join([str(pathlib.Path(sys.executable).parent), environment["PATH"]])
    subprocess.run(call, check=True, cwd=project.ROOT, env=environment)
    built = pathlib.Path(environment.get("CARGO_TARGET_DIR", project.ROOT / "target")) / target / PROFILE
    program = built / project.program(target)
    for written in (archives.write(target, program, out), npm_packages.write_platform(target, program, out)):
        print(written)


def common(out):
    """Pack what is the same for all platforms."""
    print(npm_packages.write_main(out))
    mirror = {f"pre-commit-mirror/{name}": content for name, content in mirror_files().items()}
    print(archives.tar_file(out / "pre-commit-mirror.tar.gz", mirror))
    sources = subprocess.run(["sh", "release/sources"], check=True, capture_output=True, cwd=project.ROOT)
    (out / "sources").write_bytes(sources.stdout)
    print(out / "sources")


def mirror_files():
    """The repository for pre-commit, by the names of its files. It asks for this version."""
    files = {str(it.relative_to(MIRROR).as_posix()): it.read_bytes() for it in MIRROR.rglob("*") if it.is_file()}
    asked = f'"{project.NAME}=={project.VERSION}"'
    if asked.encode() not in files["pyproject.toml"]:
        sys.exit(f"pre-commit-mirror/pyproject.toml does not ask for {asked}")
    return files | {"LICENSE": (project.ROOT / "LICENSE").read_bytes()}


def plan(tag):
    """Print what the workflow sets out from."""
    if tag != f"v{project.VERSION}":
        sys.exit(f"the tag is {tag}, but Cargo.toml has version {project.VERSION}")
    published_at()
    notes((project.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), project.VERSION)
    mirror_files()
    platforms = [{"target": target, "runner": about["runner"]} for target, about in project.TARGETS.items()]
    print(f"version={project.VERSION}")
    print(f"platforms={json.dumps(platforms)}")


def notes(changelog, version):
    """The section of a version, without its heading."""
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)
    found = next((it for it in sections if re.match(rf"\[?{re.escape(version)}\]?(\s|$)", it)), None)
    if found is None:
        sys.exit(f"CHANGELOG.md has no section `## {version}`")
    return found.partition("\n")[2].strip()


def published_at():
    """The address of the repository, without which nothing is published."""
    address = project.repository()
    if address is None:
        sys.exit("Cargo.toml names no repository: set `repository`, see CONTRIBUTING.md")
    return address


if __name__ == "__main__":
    main()
