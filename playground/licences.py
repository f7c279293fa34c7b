#!/usr/bin/env python3
"""Write THIRD-PARTY-LICENSES: the npm packages whose code is part of the page, and their licences.

usage: licences.py [--check]

  --check   write nothing, and fail if the file does not name the packages of package-lock.json

Needs `npm ci` in this folder, but for --check.
"""
import argparse
import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
FILE = FOLDER / "THIRD-PARTY-LICENSES"
ALLOWED = ("MIT", "Apache-2.0", "ISC", "BSD-3-Clause")
HEAD = """\
The page contains the npm packages below, each under the licence that stands behind it. What takes part in builds alone is
not among them. What the module contains that the page runs is in the file THIRD-PARTY-LICENSES of samc.

Written by playground/licences.py.

"""
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
ROW = re.compile(r"^(\S+ [0-9][^ ]*) \([^)]*\)$", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        FILE.write_text(page(), encoding="utf-8")
    elif not FILE.exists() or ROW.findall(FILE.read_text(encoding="utf-8")) != [f"{name} {version}" for name, version in packages()]:
        sys.exit("playground/THIRD-PARTY-LICENSES is not of the lock file: run `python3 playground/licences.py`")


def packages():
    """The names and versions of what becomes part of the page, in the order of their names."""
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return sorted((path.split("node_modules/")[-1], it["version"]) for path, it in lock.items() if path and not it.get("dev"))


def licence(folder):
    """The text of a package's licence. Where no file holds it, the comment that its code begins with says whose it is."""
    files = sorted(it for it in folder.iterdir() if re.match(r"licen[cs]e", it.name, re.IGNORECASE))
    if files:
        return files[0].read_text(encoding="utf-8")
    main = json.loads((folder / "package.json").read_text(encoding="utf-8"))["main"]
    comment = re.match(r"/\*!(.*?)\*/", (folder / main).read_text(encoding="utf-8"), re.DOTALL)
    if not comment or "MIT" not in comment[1]:
        sys.exit(f"{folder.name} has no file with its licence, and no comment about it")
    return "\n".join([*(it.lstrip(" *") for it in comment[1].strip().splitlines()), "", MIT])


def page():
    """The whole file. A text that several packages share stands once."""
    rows, texts = [], {}
    for name, version in packages():
        folder = FOLDER / "node_modules" / name
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        if (about["version"], about.get("license") in ALLOWED) != (version, True):
            sys.exit(f"{name} {about['version']} has the licence {about.get('license')!r}; wanted {version} under one of {ALLOWED}")
        lines = licence(folder).strip("\n").splitlines()
        rows.append(f"{name} {version} ({about['license']})\n")
        texts.setdefault("\n".join(it.rstrip() for it in lines), []).append(name)
    parts = [HEAD, *rows]
    for text, names in sorted(texts.items(), key=lambda it: it[1]):
        parts.append(f"\n{'-' * 80}\n{', '.join(names)}\n\n{text}\n")
    return "".join(parts)


if __name__ == "__main__":
    main()
