#!/usr/bin/env python3
"""Records what AWS's own SAM translator makes of every policy template and managed policy.

usage: pip install aws-sam-translator==1.115.0 && python3 tests/policies/record.py

Writes recorded.json beside this file. Each parameter P of a policy template is given a map that says `Ref: P`, which
the translator must leave alone. Of the managed policies, their number and a hash of all names with their ARNs are kept.
"""
import hashlib
import importlib.metadata
import json
import pathlib

from samtranslator.internal import managed_policies
from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor


def policy_templates():
    templates = PolicyTemplatesProcessor(PolicyTemplatesProcessor.get_default_policy_templates_json())
    documents = {}
    for name in sorted(templates.policy_templates):
        parameters = templates.get(name).parameters
        documents[name] = templates.convert(name, {it: {"Fn::Join": ["-", [{"Ref": it}, "given"]]} for it in parameters})
    return documents


def summary(arns):
    lines = "".join(f"{name} {arn}\n" for name, arn in sorted(arns.items()))
    return {"policies": len(arns), "sha1": hashlib.sha1(lines.encode()).hexdigest()}


partitions = ["aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"]
recorded = {
    "reference": "aws-sam-translator " + importlib.metadata.version("aws-sam-translator"),
    "managed_policies": {it: summary(managed_policies.get_bundled_managed_policy_map(it) or {}) for it in partitions},
    "policy_templates": policy_templates(),
}
path = pathlib.Path(__file__).with_name("recorded.json")
path.write_text(json.dumps(recorded, indent=1) + "\n")
