#!/usr/bin/env python3
"""Record what the reference reads in the YAML and JSON files of tests/syntax/read.

usage: record.py    (needs `pip install aws-sam-translator==1.115.0 PyYAML==6.0.3`; PyYAML 6.0.4 merges maps otherwise)

Each file gets a `.json` beside it: the result of samtranslator's yaml_parse, printed and read again by Python's json
as the reference's callers do, one line for each entry of the top.
"""
import json, pathlib
from samtranslator.yaml_helper import yaml_parse

def compact(value): return json.dumps(value, ensure_ascii=False)

for path in sorted((pathlib.Path(__file__).parent / "read").iterdir()):
    if path.name.endswith(".expected.json"): continue
    with open(path, encoding="utf-8-sig", newline="") as file: tree = yaml_parse(file)
    tree = json.loads(json.dumps(tree, default=str))
    if isinstance(tree, dict):
        text = "{\n" + ",\n".join(f"  {compact(key)}: {compact(value)}" for key, value in tree.items()) + "\n}\n"
    else:
        text = compact(tree) + "\n"
    path.with_name(path.name + ".expected.json").write_text(text, encoding="utf-8")
