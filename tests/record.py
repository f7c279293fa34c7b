#!/usr/bin/env python3
"""Record what the reference translator makes of test cases and examples.

usage: record.py [CASE_FOLDER]...      (default: every folder of tests/expand, examples and
                                   templates/starters)

Run it by hand, with a Python that has aws-sam-translator==1.115.0 and PyYAML==6.0.3; `cargo test` never runs it. A case
is a folder with template.yaml (or template.json) and perhaps options.json:

  {"regions": ["us-east-1", "cn-north-1"],         default: ["us-east-1"]
   "parameter_overrides": {"Stage": "prod"},       default: {}
   "artifacts": "as-is"}                           default: "placeholder", as `sam validate` does

What is written: expected.json for one region, expected.<partition>.json for several (a partition whose expansion is
that of `aws` has no file), or rejected.json with the ids that the reference blames and its messages. Files that no
longer apply are removed. Nothing is written when the reference itself breaks down.
"""
import importlib.metadata
import json
import logging
import multiprocessing
import os
import pathlib
import sys

VERSION = "1.115.0"
ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACEHOLDER = "s3://bucket/value"
IMAGE_PLACEHOLDER = "111111111111.dkr.ecr.region.amazonaws.com/repository"
DEFINITION_URI_TYPES = ("AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::Serverless::StateMachine")


def main(arguments):
    if importlib.metadata.version("aws-sam-translator") != VERSION:
        sys.exit(f"record.py needs aws-sam-translator=={VERSION}")
    logging.disable(logging.CRITICAL)
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true")
    stand_in_for_the_application_repository()
    all_folders = [it for parent in ("tests/expand", "examples", "templates/starters") for it in ROOT.glob(f"{parent}/*/")]
    folders = [pathlib.Path(it) for it in arguments] or sorted(all_folders)
    failures = [folder for folder in folders if any(folder.glob("template.*")) and not record(folder)]
    sys.exit(1 if failures else 0)


def record(folder):
    """Write the reference's answers for a case; return whether it gave any."""
    options = json.loads((folder / "options.json").read_text()) if (folder / "options.json").exists() else {}
    regions = options.get("regions", ["us-east-1"])
    answers = {}
    for region in regions:
        try:
            # The reference remembers the region for as long as its process lives.
            with multiprocessing.get_context("fork").Pool(1) as process:
                arguments = (next(folder.glob("template.*")), region, options)
                verdict, value = process.apply(translate, arguments)
        except Exception as fault:  # noqa: BLE001 - whatever breaks the reference is no verdict
            print(f"{folder}: the reference breaks down: {type(fault).__name__}: {fault}")
            return False
        if verdict == "rejected":
            answers = {"rejected.json": value}
            break
        answers["expected.json" if len(regions) == 1 else f"expected.{partition(region)}.json"] = value
    for name in [it for it in answers if it != "expected.aws.json" and answers[it] == answers.get("expected.aws.json")]:
        del answers[name]
    for stale in [*folder.glob("expected*.json"), *folder.glob("rejected.json")]:
        if stale.name not in answers:
            stale.unlink()
    for name, value in answers.items():
        (folder / name).write_text(json.dumps(value, indent=2) + "\n")
    print(f"{folder}: {', '.join(sorted(answers))}")
    return True


def translate(path, region, options):
    """Return ("expected", document) or ("rejected", {blames, reference_messages})."""
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse

    os.environ["AWS_DEFAULT_REGION"] = region
    try:
        # Through JSON, since a template reaches the reference as JSON: dates and the like become strings.
        template = json.loads(json.dumps(yaml_parse(path.read_text(encoding="utf-8-sig")), default=str))
    except Exception as fault:  # noqa: BLE001 - the YAML library has many
        return "rejected", {"blames": [], "reference_messages": [f"{type(fault).__name__}: {fault}"]}
    if options.get("artifacts", "placeholder") == "placeholder":
        put_placeholders(template)
    try:
        document = transform(template, dict(options.get("parameter_overrides", {})), NoManagedPolicies())
    except InvalidDocumentException as fault:
        ids = [getattr(cause, "_logical_id", None) for cause in fault.causes]
        blames = list(dict.fromkeys(it for it in ids if isinstance(it, str)))
        return "rejected", {"blames": blames, "reference_messages": [cause.message for cause in fault.causes]}
    return "expected", json.loads(json.dumps(document))


class NoManagedPolicies:
    """The map of managed policies that comes with the reference is enough."""

    def load(self):
        return {}


def stand_in_for_the_application_repository():
    from samtranslator.plugins.application.serverless_app_plugin import ServerlessAppPlugin

    def answer(self, call, logical_id, application_id, *_):
        url = "https://awsserverlessrepo-changesets-xxx.s3.amazonaws.com/signed-url"
        return {"ApplicationId": application_id, "CreationTime": "x", "ExpirationTime": "x", "SemanticVersion": "1.1.1",
                "Status": "ACTIVE", "TemplateId": "id-xx-xx", "TemplateUrl": url}

    ServerlessAppPlugin._sar_service_call = answer


def put_placeholders(template):
    """Let local files stand as uploaded ones, where `sam validate` does."""
    resources = mapping(template, "Resources")
    if resources is None:
        return
    global_properties = mapping(template, "Globals")
    if global_properties is None:
        return
    resources = [it for it in resources.values() if isinstance(it, dict)]
    packages = [mapping(it, "Properties") or {} for it in resources] + list(global_properties.values())
    of_functions = global_properties.get("Function")
    if isinstance(of_functions, dict) and all(is_zip(it) for it in packages if isinstance(it, dict)):
        put(of_functions, "CodeUri")
    for resource in resources:
        kind, properties = resource.get("Type"), resource.get("Properties", {})
        if not isinstance(properties, dict):
            continue
        if kind == "AWS::Serverless::Function" and is_zip(properties) and "InlineCode" not in properties:
            put(properties, "CodeUri")
        if kind == "AWS::Serverless::Function" and properties.get("PackageType") == "Image":
            if (resource.get("Metadata") or {}).get("Dockerfile"):
                properties.setdefault("ImageUri", IMAGE_PLACEHOLDER)
        if kind == "AWS::Serverless::LayerVersion":
            put(properties, "ContentUri")
        if kind in DEFINITION_URI_TYPES and "DefinitionUri" in properties:
            put(properties, "DefinitionUri")


def mapping(parent, key):
    """The map under a key, empty when there is none; None when something else stands there."""
    value = (parent.get(key) if isinstance(parent, dict) else None) or {}
    return value if isinstance(value, dict) else None


def is_zip(properties):
    return properties.get("PackageType", "Zip") == "Zip"


def put(properties, key):
    value = properties.get(key, ".")
    if not isinstance(value, dict) and not (isinstance(value, str) and value.startswith("s3://")):
        properties[key] = PLACEHOLDER


def partition(region):
    from samtranslator.translator.arn_generator import ArnGenerator

    return ArnGenerator.get_partition_name(region)


if __name__ == "__main__":
    main(sys.argv[1:])
