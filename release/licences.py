#!/usr/bin/env python3
"""Write THIRD-PARTY-LICENSES: the crates that are compiled into the programs of a release, and their licences.

usage: licences.py [--check]

  --check   write nothing, and fail if the file is not what would be written

Needs cargo. A crate that offers several licences is taken under the first that deny.toml lists.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tomllib

import project

FILE = project.ROOT / "THIRD-PARTY-LICENSES"
OURS = "Apache-2.0"
HEAD = """\
Programs of samc contain the crates below, each under the licence that stands behind it. What takes part in builds
alone is not among them. They also contain the standard library of Rust (The Rust Project Developers, Apache-2.0 OR MIT),
and those for Linux with musl also musl (Copyright 2005-2020 Rich Felker, et al., MIT).

Written by release/licences.py.

"""


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    text = page(crates())
    if not check:
        FILE.write_text(text, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        sys.exit("THIRD-PARTY-LICENSES is not of this lock file: run `python3 release/licences.py`")


def crates():
    """The packages that are compiled in on any platform, as `cargo metadata` describes them."""
    compiled = set()
    for target in project.TARGETS:
        tree = cargo("tree", "--edges=normal,no-proc-macro", f"--target={target}", "--prefix=none", "--format={p}")
        compiled.update(tuple(line.split(" ")[:2]) for line in tree.splitlines() if line)
    packages = json.loads(cargo("metadata", "--format-version=1"))["packages"]
    found = [it for it in packages if (it["name"], f"v{it['version']}") in compiled and it["source"]]
    return sorted(found, key=lambda it: (it["name"], it["version"]))


def cargo(*arguments):
    return subprocess.run(
        ["cargo", *arguments, "--locked"], check=True, stdout=subprocess.PIPE, text=True, cwd=project.ROOT
    ).stdout


def page(packages):
    """The whole file. A text that several crates share stands once."""
    allowed = tomllib.loads((project.ROOT / "deny.toml").read_text())["licenses"]["allow"]
    rows, texts = [], {}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        licence = chosen(package, allowed)
        rows.append(f"{name} ({licence}){address(package)}\n")
        folder = pathlib.Path(package["manifest_path"]).parent
        # The text of our own licence is in LICENSE; that of others names whose work it is.
        if licence != OURS:
            texts.setdefault(text_of(folder, licence, name), []).append(name)
        for notice in sorted(folder.glob("NOTICE*")):
            texts.setdefault(plain(notice), []).append(name)
    parts = [HEAD, *rows, f"\nThe text of {OURS} is in the file LICENSE. Those of the other licences, and notices, follow.\n"]
    for text, names in sorted(texts.items(), key=lambda it: it[1]):
        parts.append(f"\n{'-' * 80}\n{', '.join(names)}\n\n{text}\n")
    return "".join(parts)


def address(package):
    return f", {package['repository']}" if package["repository"] else ""


def chosen(package, allowed):
    """The licence that a crate is taken under."""
    offered = re.split(r"\s+OR\s+|/", (package["license"] or "").strip("()"))
    best = next((it for it in allowed if it in offered), None)
    if best is None:
        sys.exit(f"{package['name']} offers {package['license']!r}, of which deny.toml allows none")
    return best


def text_of(folder, licence, name):
    """The text of a licence in a crate's folder."""
    files = sorted(it for it in folder.iterdir() if re.match(r"(licen[cs]e|copying)", it.name, re.IGNORECASE))
    named = [it for it in files if licence.split("-")[0].lower() in it.name.lower()]
    if not files:
        sys.exit(f"{name} has no file with its licence, {licence}")
    return plain((named or files)[0])


def plain(file):
    lines = file.read_text(encoding="utf-8").strip("\n").splitlines()
    return "\n".join(line.rstrip() for line in lines)


if __name__ == "__main__":
    main()
