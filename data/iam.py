#!/usr/bin/env python3
"""Write data/iam_actions.txt: the actions that IAM policies can name, by service.

usage: iam.py

Run it by hand, with a Python that has cfn-lint and botocore; `cargo build` only reads what it wrote. Only facts are taken,
no descriptions:

- from the PyPI package `cfn-lint`: the services and their actions, as AWS's service authorization reference lists them;
- from the PyPI packages `botocore` (operations) and `cfn-lint` (permissions in resource schemas): which letters of an
  action are capitals, as people write it. Where neither has it, the capitals are those of words in other actions. IAM
  takes all of them in any case.

A line is the prefix of a service, or after a blank an action of the service above it. Both are sorted. Lines with `#` say
where it is from.
"""
import collections
import gzip
import importlib.metadata
import json
import pathlib
import re

import botocore
import cfnlint

HERE = pathlib.Path(__file__).resolve().parent
CARRIED = pathlib.Path(cfnlint.__file__).parent / "data"
MODELS = pathlib.Path(botocore.__file__).parent / "data"
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]+")
# Abbreviations in fewer names than these are none.
RARE = 20


# What the services' own pages have, and the data leaves out: the default policy of topics allows `SNS:Receive`.
MORE = {"sns": ["receive"]}


def main():
    services = json.loads((CARRIED / "AdditionalSpecs" / "Policies.json").read_text())
    capitals = Capitals()
    versions = [f"{it} {importlib.metadata.version(it)}" for it in ("cfn-lint", "botocore")]
    date = json.loads((CARRIED / "schemas" / "version.json").read_text())["schema_date"][:10]
    lines = [f"# {', '.join(versions)}; {date}"]
    for service, facts in sorted(services.items()):
        lines.append(service)
        lines += [f" {capitals.write(service, it)}" for it in sorted([*facts["Actions"], *MORE.get(service, [])])]
    (HERE / "iam_actions.txt").write_text("\n".join(lines) + "\n")


class Capitals:
    """How names of actions are written, by their letters."""

    def __init__(self):
        self.of_service = {}
        self.of_name = collections.defaultdict(collections.Counter)
        for file in sorted(MODELS.glob("*/*/service-2.json*")):
            text = gzip.open(file).read() if file.suffix == ".gz" else file.read_bytes()
            model = json.loads(text)
            names = {file.parent.parent.name, model["metadata"].get("endpointPrefix"), model["metadata"].get("signingName")}
            for operation in model["operations"]:
                self.add(names, operation)
        for file in sorted((CARRIED / "schemas" / "resources").glob("*.json")):
            for service, action in re.findall(r'"([a-z0-9-]+):([A-Z][A-Za-z0-9]+)"', file.read_text()):
                self.add({service}, action)
        self.words = collections.defaultdict(collections.Counter)
        for names in self.of_name.values():
            for name, count in names.items():
                for word in WORD.findall(name):
                    self.words[word.lower()][word] += count
        for part, ways in list(self.words.items()):
            word, count = ways.most_common(1)[0]
            if len(part) == 1 or (word.isupper() and count < RARE):
                del self.words[part]
        self.longest = max(map(len, self.words))

    def add(self, services, name):
        self.of_name[name.lower()][name] += 1
        for service in services:
            self.of_service.setdefault((service, name.lower()), name)

    def write(self, service, name):
        known = self.of_service.get((service, name))
        if not known and name in self.of_name:
            known = self.of_name[name].most_common(1)[0][0]
        return known or self.compose(name)

    def compose(self, name):
        """The name in few words, most of them those that other names are made of."""
        best = [(0, 0, "")]
        for end in range(1, len(name) + 1):
            ways = []
            for start in range(max(0, end - self.longest), end):
                part = name[start:end]
                count, rarity, written = best[start]
                if part in self.words:
                    word, times = self.words[part].most_common(1)[0]
                    ways.append((count + 1, rarity - times, written + word))
                else:
                    ways.append((count + 1 + len(part) / 4, rarity, written + part.capitalize()))
            best.append(min(ways))
        return best[-1][2]


if __name__ == "__main__":
    main()
