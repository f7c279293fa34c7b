#!/usr/bin/env python3
"""Compare `samc package --expand` with what the reference translator makes of the packaged template.

usage: compare.py [--samc target/release/samc] [--count 150] [--seed 0] | --record CASE_FOLDER...

Projects are made at random, the same ones of the same seed: functions, layers, definitions, nested templates, loops and
snippets that name files in every way. Each is packaged twice. What `samc package` leaves to the deployment is done here as the
deployment does it: snippets are put in from their artifacts, SAM CLI's implementation of AWS::LanguageExtensions runs, then
the reference. That must be the document of `samc package --expand`, and so for every nested template.

With --record, the same becomes expected.json of the cases, with the documents of nested templates under the ids of their
resources. Needs a Python that has aws-sam-cli==1.170.0, which brings aws-sam-translator==1.115.0. `cargo test` never runs it.
"""
import argparse
import json
import logging
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
import record  # noqa: E402 - beside the folder of this file

BUCKET = "s3://code/"
HOST = "https://s3.amazonaws.com/code/"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n\n")[0])
    parser.add_argument("--samc", type=pathlib.Path, default=ROOT / "target/release/samc")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--record", type=pathlib.Path, nargs="+", default=[])
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true",
                      AWS_DEFAULT_REGION="us-east-1")
    for case in options.record:
        with tempfile.TemporaryDirectory() as out:
            document = deployed(json.loads(package(options.samc, case, "template.yaml", out)), pathlib.Path(out), {})
        (case / "expected.json").write_text(json.dumps(document, indent=2) + "\n")
    if options.record:
        return
    different = 0
    for seed in range(options.seed, options.seed + options.count):
        with tempfile.TemporaryDirectory() as folder:
            found = differences_of(seed, pathlib.Path(folder), options.samc)
        different += bool(found)
        print("".join(f"seed {seed}: {line}\n" for line in found[:8]), end="")
    print(f"{options.count - different} agree, {different} differ")
    sys.exit(1 if different else 0)


def differences_of(seed, folder, samc):
    project = folder / "project"
    Maker(random.Random(seed)).project(project, 0)
    outs = folder / "kept", folder / "expanded"
    try:
        kept, expanded = (json.loads(package(samc, project, "template.json", out, *more))
                          for out, more in zip(outs, ([], ["--expand"])))
        return list(compare(deployed(kept, outs[0], {}), with_nested(expanded, outs[1]), ""))
    except Exception as fault:  # noqa: BLE001 - whatever it is, they do not agree
        return [f"{type(fault).__name__}: {fault}"]


def package(samc, project, template, out, *more):
    command = [samc.resolve(), "package", template, "--s3-bucket", "code", "--output-dir", out, "--use-json", "--quiet"]
    done = subprocess.run([*command, *more], cwd=project, capture_output=True, text=True)
    if done.returncode:
        raise ValueError(done.stderr)
    return done.stdout


def deployed(template, out, parameters):
    """What a deployment makes of a packaged template and those that it nests."""
    from samcli.lib.cfn_language_extensions.sam_integration import expand_language_extensions
    from samtranslator.translator.transform import transform

    template = with_snippets(template, out)
    template = expand_language_extensions(template, dict(parameters), enabled=True).expanded_template
    template["Transform"] = "AWS::Serverless-2016-10-31"
    document = json.loads(json.dumps(transform(template, dict(parameters), record.NoManagedPolicies())))
    for id, resource, nested in nested_templates(document, out):
        values = resource["Properties"].get("Parameters", {})
        known = {name: value for name, value in values.items() if isinstance(value, str)}
        document.setdefault("Nested", {})[id] = deployed(nested, out, known)
    return document


def with_nested(document, out):
    for id, _, nested in nested_templates(document, out):
        document.setdefault("Nested", {})[id] = with_nested(nested, out)
    return document


def nested_templates(document, out):
    """The nested templates among the artifacts; their keys, which are hashes of their texts, are taken away."""
    for id, resource in document["Resources"].items():
        url = resource.get("Properties", {}).get("TemplateURL", "")
        if resource["Type"] == "AWS::CloudFormation::Stack" and url.startswith(HOST):
            resource["Properties"]["TemplateURL"] = HOST
            yield id, resource, json.loads((out / url.removeprefix(HOST)).read_text())


def with_snippets(node, out):
    from samtranslator.yaml_helper import yaml_parse

    if isinstance(node, list):
        return [with_snippets(it, out) for it in node]
    if not isinstance(node, dict):
        return node
    filled = {}
    for key, value in node.items():
        if key == "Fn::Transform":
            artifact = out / value["Parameters"]["Location"].removeprefix(BUCKET)
            filled.update(yaml_parse(artifact.read_text()))
        else:
            filled[key] = with_snippets(value, out)
    return filled


def compare(expected, found, place):
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in {**expected, **found}:
            yield from compare(expected.get(key), found.get(key), f"{place}/{key}")
    elif expected != found:
        yield f"{place}: the reference {expected!r}, samc {found!r}"


class Maker:
    """Makes projects at random."""

    def __init__(self, chance):
        self.chance = chance

    def likely(self, probability=0.3):
        return self.chance.random() < probability

    def project(self, folder, depth):
        self.files(folder)
        with_loops = self.likely()
        globals_ = {}
        if self.likely():
            globals_["CodeUri"] = self.chance.choice(["a", "b/"])
        resources = {f"Function{it}": self.function() for it in range(self.chance.randint(1, 4))}
        resources["Library"] = self.resource("Serverless::LayerVersion", ContentUri=self.code())
        for id, resource in self.others().items():
            if self.likely(0.2):
                resources[id] = resource
        if self.likely(0.2):
            resources["Fn::Transform"] = self.include("snippets/resources.json")
        for id, kind, name in [("Stack", "CloudFormation::Stack", "TemplateURL"), ("App", "Serverless::Application", "Location")]:
            if depth < 2 and self.likely():
                self.project(folder / id, depth + 1)
                resources[id] = self.resource(kind, **{name: f"{id}/template.json", "Parameters": {"Stage": self.chance.choice("xyz")}})
        if with_loops:
            worker = self.resource("Serverless::Function", Handler="f0.h", Runtime="python3.13", AutoPublishAlias="live",
                                   CodeUri=self.chance.choice(["a", {"Fn::Sub": "./${Name}"}, {"Fn::Sub": "${Name}/"}]))
            resources["Fn::ForEach::Workers"] = ["Name", self.chance.choice([["a", "b"], {"Ref": "Names"}]), {"Worker${Name}": worker}]
        transforms = ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"] if with_loops else "AWS::Serverless-2016-10-31"
        parameters = {"Stage": {"Type": "String", "Default": "dev"}, "Names": {"Type": "CommaDelimitedList", "Default": "c,d"}}
        template = {"Transform": transforms, "Parameters": parameters, "Globals": {"Function": globals_}, "Resources": resources}
        if self.likely():
            application = {"Name": "n", "Description": "d", "Author": "a", "LicenseUrl": "one.py", "ReadmeUrl": "api.yaml"}
            template["Metadata"] = {"AWS::ServerlessRepo::Application": application}
        (folder / "template.json").write_text(json.dumps(template, indent=1))

    def files(self, folder):
        for name in "abcd":
            (folder / name / "inner").mkdir(parents=True)
            for number in range(self.chance.randint(1, 3)):
                (folder / name / f"f{number}.py").write_text(f"x = {self.chance.random()}\n")
            (folder / name / "inner" / "ü.txt").write_text(str(self.chance.random()))
        (folder / "snippets").mkdir()
        included = {"Included": self.resource("Serverless::LayerVersion", ContentUri="./b"), "Topic": {"Type": "AWS::SNS::Topic"}}
        machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
        for name, text in {
            "one.py": "x = 1\n",
            "api.yaml": "openapi: 3.0.1\ninfo: {title: x, version: '1'}\npaths: {}\n",
            "machine.json": json.dumps(machine),
            "schema.graphql": "type Query { a: String }\n",
            "resolver.js": "export function request() {}\n",
            "plain.yaml": "Resources: {Topic: {Type: AWS::SNS::Topic}}\n",
            "snippets/code.yaml": "CodeUri: a\nHandler: f0.h\n",
            "snippets/memory.yaml": "MemorySize: 512\n",
            "snippets/resources.json": json.dumps(included),
        }.items():
            (folder / name).write_text(text)
        with zipfile.ZipFile(folder / "made.zip", "w") as archive:
            archive.writestr("f0.py", str(self.chance.random()))

    def code(self):
        uploaded = ["s3://b/k?versionId=5", {"Bucket": "b", "Key": "k"}, {"Bucket": "b", "Key": "k", "Version": "3"}]
        return self.chance.choice(["a", "./b/", "c", "a/../d", "one.py", "made.zip", *uploaded])

    def function(self):
        properties = {"Handler": "f0.h", "Runtime": "python3.13"}
        if self.likely(0.8):
            properties["CodeUri"] = self.code()
        elif self.likely():
            properties["InlineCode"] = "x = 1"
        if self.likely():
            properties["AutoPublishAlias"] = self.chance.choice(["live", {"Ref": "Stage"}])
        if self.likely():
            properties["Layers"] = [{"Ref": "Library"}]
        if self.likely():
            kind = self.chance.choice(["Api", "HttpApi"])
            properties["Events"] = {"Call": {"Type": kind, "Properties": {"Path": f"/{self.chance.random()}", "Method": "get"}}}
        return {"Type": "AWS::Serverless::Function", "Properties": properties}

    def others(self):
        resource, runtime = self.resource, {"Name": "APPSYNC_JS", "Version": "1.0.0"}
        resolvers = {"Query": {"a": {"CodeUri": "./resolver.js", "Runtime": runtime, "Pipeline": ["f"]}}}
        functions = {"f": {"CodeUri": "resolver.js", "Runtime": runtime, "DataSource": "NONE"}}
        role = "arn:aws:iam::111122223333:role/r"
        return {
            "Rest": resource("Serverless::Api", StageName="s", DefinitionUri="api.yaml"),
            "Http": resource("Serverless::HttpApi", DefinitionUri="./api.yaml"),
            "Machine": resource("Serverless::StateMachine", DefinitionUri="machine.json", Role=role),
            "Graph": resource("Serverless::GraphQLApi", SchemaUri="schema.graphql", Auth={"Type": "AWS_IAM"},
                              Functions=functions, Resolvers=resolvers),
            "Code": resource("Serverless::Function", Runtime="python3.13", **{"Fn::Transform": self.include("snippets/code.yaml")}),
            "Memory": resource("Serverless::Function", Runtime="python3.13", Handler="f0.h", CodeUri="c",
                               **{"Fn::Transform": self.include("./snippets/memory.yaml")}),
            "PlainFunction": resource("Lambda::Function", Code=self.chance.choice(["a", "one.py", {"ZipFile": "x"}, "s3://b/k?versionId=9"])),
            "PlainLayer": resource("Lambda::LayerVersion", Content="made.zip"),
            "PlainRest": resource("ApiGateway::RestApi", BodyS3Location="api.yaml"),
            "PlainHttp": resource("ApiGatewayV2::Api", BodyS3Location="api.yaml"),
            "PlainMachine": resource("StepFunctions::StateMachine", DefinitionS3Location="machine.json"),
            "Schema": resource("AppSync::GraphQLSchema", DefinitionS3Location="schema.graphql"),
            "Resolver": resource("AppSync::Resolver", CodeS3Location="resolver.js", RequestMappingTemplateS3Location="one.py"),
            "Beanstalk": resource("ElasticBeanstalk::ApplicationVersion", SourceBundle=self.chance.choice(["a", "made.zip"])),
            "Job": resource("Glue::Job", Command={"Name": "glueetl", "ScriptLocation": "one.py"}),
            "Module": resource("CloudFormation::ModuleVersion", ModulePackage="d"),
            "Set": resource("CloudFormation::StackSet", TemplateURL="plain.yaml"),
        }

    def resource(self, kind, **properties):
        return {"Type": f"AWS::{kind}", "Properties": properties}

    def include(self, path):
        return {"Name": "AWS::Include", "Parameters": {"Location": path}}


if __name__ == "__main__":
    main()
