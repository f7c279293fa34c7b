#!/usr/bin/env python3
"""Fills fuzz/corpus from the templates of the tests: what is understood is the best start for what is not.

Further folders with templates may be named on the command line.
"""

import sys
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
REPOSITORY = FUZZ.parent
FOLDERS = [*(REPOSITORY / it for it in ("tests", "examples", "templates")), *map(Path, sys.argv[1:])]
SUFFIXES = {".yaml", ".yml", ".json"}
# Longer ones take long and teach little.
LARGEST = 32 * 1024
# As in src/input.rs.
SEPARATOR = "\n# ---- the next file ----\n"

CONFIGURATIONS = [
    "region: eu-west-1\nparameters: {Stage: prod}\n",
    "rules: {unused-parameter: off, unknown-property: warning}\n",
    "include: ['services/**/*.yaml', '!vendor']\nexclude: ['**/{a,b}/[c-d]?.yaml']\n",
    "types: [AWS::New::Type, Custom::*]\nrules:\n  not-allowed: error\n",
]


def texts():
    """The templates, by their paths."""
    found = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size <= LARGEST:
                try:
                    found[path] = path.read_bytes().decode()
                except UnicodeDecodeError:
                    pass
    # The reference's expansions are plain CloudFormation, all alike.
    return {path: text for path, text in found.items() if path.stem not in ("expected", "output")}


def write(target, seeds):
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(dict.fromkeys(seeds)):
        (folder / f"seed-{number:05}").write_bytes(seed.encode())
    print(f"{target}: {len(list(folder.iterdir()))} inputs")


def main():
    found = texts()
    templates = list(found.values())
    pairs = [text + SEPARATOR + found[path.with_name("new.yaml")] for path, text in found.items() if path.name == "old.yaml"]
    definitions = [text for path, text in found.items() if ".asl." in path.name or "openapi" in path.name]
    with_files = [text + SEPARATOR + beside for text in templates if "DefinitionUri" in text for beside in definitions[:4]]
    # Neighbours are alike.
    neighbours = [one + SEPARATOR + other for one, other in zip(templates[::4], templates[1::4])]
    own = [text for path, text in found.items() if path.name == ".samc.yaml"] + CONFIGURATIONS
    configurations = [it + SEPARATOR + templates[-number] for number, it in enumerate(own, start=1)]
    for target in ("expand", "fix", "same"):
        write(target, templates)
    write("check", templates + with_files)
    write("views", templates + pairs + neighbours + with_files)
    write("configuration", configurations)


main()
