#!/usr/bin/env python3
"""Validates templates against the JSON Schema that `samc schema` prints, with the package `jsonschema`.

    python3 tests/schema/validate.py target/debug/samc TEMPLATE...

Needs `pip install jsonschema pyyaml`. Each template is looked at twice: with the short tags of YAML as CloudFormation
reads them, and as an editor sees them, which knows no tags: `!Ref Name` is a string and `!If [A, B, C]` a list. Prints
a line for each fault, and how many templates there were; the exit status is 1 when there are faults.
"""

import json
import subprocess
import sys

import jsonschema
import yaml


class Tagged(yaml.SafeLoader):
    """Reads short tags as the functions that they stand for."""


class Untagged(yaml.SafeLoader):
    """Reads what stands behind a short tag, as editors do."""


def plain(loader, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


def function(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    value = plain(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name: value}


Tagged.add_multi_constructor("!", function)
Untagged.add_multi_constructor("!", lambda loader, suffix, node: plain(loader, node))
for reader in (Tagged, Untagged):
    # Dates stay strings, as in CloudFormation.
    reader.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)


def faults(validator, document, path=()):
    for error in validator.iter_errors(document):
        best = jsonschema.exceptions.best_match([error])
        yield "/".join(map(str, best.absolute_path)), best.message


def main(samc, *templates):
    schema = json.loads(subprocess.run([samc, "schema"], check=True, capture_output=True, text=True).stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    count = 0
    for template in templates:
        for reader in (Tagged, Untagged):
            with open(template, encoding="utf-8") as file:
                # As JSON, whose keys are strings.
                document = json.loads(json.dumps(yaml.load(file, reader), default=str))
            for place, message in faults(validator, document):
                count += 1
                print(f"{template}: {place}: {message[:200]} ({reader.__name__.lower()})")
    print(f"{len(templates)} templates, {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
