#!/usr/bin/env python3
"""Install what build.py wrote, each way into a clean place without Rust, and check an example with it.

usage: try.py [--target TRIPLE] [--hook COMMAND] FOLDER...

  FOLDER...        where the files are
  --target TRIPLE  the platform, one of targets.toml [default: that of this machine's compiler]
  --hook COMMAND   also try the repository for pre-commit, with this pre-commit; it takes setuptools from PyPI

A wheel or npm package for another C library than this machine's is not tried: pip and npm refuse it.
"""
import argparse
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile

import npm_packages
import project

EXAMPLE = project.ROOT / "examples/get-products/template.yaml"
BROKEN = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Topic:\n    Type: AWS::SNS::Topik\n"
WINDOWS = os.name == "nt"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--target", choices=list(project.TARGETS))
    parser.add_argument("--hook")
    given = parser.parse_args()
    folders = [it.resolve() for it in given.folders]
    target = given.target or project.here()
    ways = [archive]
    libc = project.TARGETS[target]["npm"].get("libc")
    if libc in (None, platform.libc_ver()[0] or "musl"):
        ways += [wheel, npm]
    if given.hook:
        ways.append(lambda *about: hook(given.hook, *about))
    for way in ways:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            way(target, folders, pathlib.Path(place))


def archive(target, folders, place):
    name = project.archive(target)
    file = find(folders, f"{name}.{project.TARGETS[target]['archive']}")
    if file.suffix == ".zip":
        zipfile.ZipFile(file).extractall(place)
    else:
        tarfile.open(file).extractall(place, filter="data")
    for expected in ("man/samc.1", "man/samc-check.1", "completions/_samc", *project.LEGAL):
        assert (place / name / expected).stat().st_size > 0, expected
    runs("archive", [place / name / project.program(target)], place)


def wheel(target, folders, place):
    programs = place / ("Scripts" if WINDOWS else "bin")
    venv.create(place, with_pip=True)
    call = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    for folder in folders:
        call += ["--find-links", folder]
    run([*call, f"{project.NAME}=={project.VERSION}"], place)
    runs("wheel", [programs / project.program(target)], place)


def npm(target, folders, place):
    packages = [find(folders, f"{it}-{project.VERSION}.tgz") for it in (project.NAME, npm_packages.platform_name(target))]
    (place / "package.json").write_text('{"private": true}')
    # The packages of other platforms, which are optional, are nowhere to be found.
    run([shutil.which("npm"), "install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", *packages], place)
    call = [shutil.which("node"), place / "node_modules/samc/bin" / npm_packages.SHIM]
    runs("npm", call, place)
    runs("npm (npx)", [place / "node_modules/.bin" / ("samc.cmd" if WINDOWS else "samc")], place)
    if not WINDOWS:
        ends_by_signal(call, place)


def ends_by_signal(call, place):
    """What starts the program ends as the program does when it is told to."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # The template is still to come.
        process = subprocess.Popen([*call, "check", "-"], stdin=subprocess.PIPE, cwd=place, env=clean(place))
        time.sleep(1)
        process.send_signal(number)
        ended = process.wait(timeout=10)
        assert ended == -number, f"{call} ended with {ended} at {number!r}"
        try:
            process.stdin.write(b"a")
            process.stdin.close()
        except BrokenPipeError:
            continue
        sys.exit(f"{call} left the program running at {number!r}")
    print("ok: npm (signals)")


def hook(command, target, folders, place):
    tarfile.open(find(folders, "pre-commit-mirror.tar.gz")).extractall(place, filter="data")
    mirror, work = place / "pre-commit-mirror", place / "work"
    work.mkdir()
    for folder in (mirror, work):
        run(["git", "init", "--quiet", folder], place)
    who = ["-c", "user.name=a", "-c", "user.email=a@localhost"]
    run(["git", "add", "--all"], mirror)
    run(["git", *who, "commit", "--quiet", "--message", "release"], mirror)
    tag = f"v{project.VERSION}"
    run(["git", "tag", tag], mirror)
    (work / ".pre-commit-config.yaml").write_text(f"repos: [{{repo: '{mirror}', rev: {tag}, hooks: [{{id: samc-check}}]}}]\n")
    links = {"PIP_FIND_LINKS": " ".join(map(str, folders)), "PRE_COMMIT_HOME": str(place / "cache")}
    for text, ends in ((EXAMPLE.read_text(encoding="utf-8"), 0), (BROKEN, 1)):
        (work / "template.yaml").write_text(text, encoding="utf-8")
        run(["git", "add", "--all"], work)
        ended = subprocess.run([command, "run", "--all-files"], cwd=work, env=clean(place) | links, **caught())
        assert ended.returncode == ends, ended.stdout
        assert "Passed" in ended.stdout if ends == 0 else "Topik" in ended.stdout, ended.stdout
    print("ok: hook for pre-commit")


def runs(way, call, place):
    """The program has this version, accepts the example, and refuses and fixes what is broken; it replaces files."""
    (place / "broken.yaml").write_text(BROKEN)
    expected = [
        (["--version"], 0, project.VERSION),
        (["check", EXAMPLE], 0, ""),
        (["check", "broken.yaml"], 1, "Topik"),
        (["check", "--fix", "broken.yaml"], 0, "fixed 1 mistake"),
        (["expand", EXAMPLE, "-o", "expanded.json"], 0, ""),
        (["expand", "broken.yaml", "-o", "expanded.json"], 0, ""),
    ]
    for arguments, ends, says in expected:
        ended = subprocess.run([*call, *arguments], cwd=place, env=clean(place), stdin=subprocess.DEVNULL, **caught())
        assert ended.returncode == ends and says in ended.stdout, f"{way}: {arguments}: {ended.stdout}"
    print(f"ok: {way}")


def run(call, place):
    subprocess.run(call, cwd=place, env=clean(place), check=True, stdout=sys.stderr)


def caught():
    return {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}


def clean(home):
    """An environment without Rust, and with a home of its own."""
    folders = os.environ["PATH"].split(os.pathsep)
    without = [it for it in folders if not any(shutil.which(tool, path=it) for tool in ("cargo", "rustc", project.NAME))]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARGO", "RUST", "npm_", "VIRTUAL_ENV"))}
    return kept | {"PATH": os.pathsep.join(without), "HOME": str(home)}


def find(folders, name):
    for folder in folders:
        if (folder / name).exists():
            return folder / name
    sys.exit(f"no {name} in {' '.join(map(str, folders))}")


if __name__ == "__main__":
    main()
