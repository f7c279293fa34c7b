#!/usr/bin/env python3
"""Generate templates, expand each with samc and with the reference translator, and show where the two disagree.

usage: differential.py [--samc target/release/samc] [--count 1000] [--seed 0] [--region us-east-1] [--jobs 2]
                       [--corpus FOLDER]... [--only TYPE] [--keep FOLDER] [--most 10]

Needs a Python that has aws-sam-translator==1.115.0. A template is made of the cases of tests/expand and examples (and of
every other --corpus folder that holds template.yaml files): resources, properties, events and sections of several are
put together, and values are replaced by intrinsics, by values of other types, or taken away. A seed always makes the
same templates. With --only, the resource or event type must occur in each.

A disagreement is: accepted by one alone, another JSON value (lists under DependsOn and Fn::Or are sets), another
resource blamed, or a breakdown of samc. Each is cut down to the smallest template that still disagrees, and kept under
--keep. Templates on which the reference itself breaks down are counted and passed over. Exit status: 0 without
disagreement, else 1.
"""
import argparse
import collections
import copy
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import record

SIGNED_URL = "https://awsserverlessrepo-changesets-xxx.s3.amazonaws.com/signed-url"
NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
# Templates whose deployment ids hold the time of day can not be compared.
TIMED = '"AlwaysDeploy": true'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samc", default="target/release/samc")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--corpus", action="append", default=[])
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", default="")
    parser.add_argument("--most", type=int, default=10)
    options = parser.parse_args()

    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true")
    os.environ["AWS_DEFAULT_REGION"] = options.region
    record.stand_in_for_the_application_repository()
    import logging

    logging.disable(logging.CRITICAL)
    corpus = Corpus([record.ROOT / "tests/expand", record.ROOT / "examples", *map(pathlib.Path, options.corpus)])
    judge = Judge(options.samc, options.region)
    seeds = range(options.seed, options.seed + options.count)
    tally, shown = collections.Counter(), 0
    with multiprocessing.get_context("fork").Pool(options.jobs, initializer=start, initargs=(corpus, judge, options.only)) as pool:
        for seed, verdict, template, details in pool.imap(try_seed, seeds, chunksize=8):
            tally[verdict] += 1
            if verdict in ("agree", "the reference breaks down", "not comparable"):
                continue
            if shown < options.most:
                shown += 1
                print(f"seed {seed}: {verdict}\n" + "".join(f"    {line}\n" for line in details[:8]), end="")
                if options.keep:
                    folder = pathlib.Path(options.keep)
                    folder.mkdir(parents=True, exist_ok=True)
                    (folder / f"seed_{seed}.json").write_text(json.dumps(template, indent=1) + "\n")
                else:
                    print("    " + json.dumps(template)[:2000])
    print(", ".join(f"{count} {verdict}" for verdict, count in tally.most_common()))
    sys.exit(0 if set(tally) <= {"agree", "the reference breaks down", "not comparable"} else 1)


class Corpus:
    """Templates, and what they are made of."""

    def __init__(self, folders):
        from samtranslator.yaml_helper import yaml_parse

        self.templates = []
        for folder in folders:
            for path in sorted(folder.glob("**/template.*")):
                try:
                    template = json.loads(json.dumps(yaml_parse(path.read_text(encoding="utf-8-sig")), default=str))
                except Exception:  # noqa: BLE001 - broken templates are cases too, but no building material
                    continue
                if isinstance(template, dict) and isinstance(template.get("Resources"), dict):
                    self.templates.append(template)
        self.resources = collections.defaultdict(list)
        self.properties = collections.defaultdict(lambda: collections.defaultdict(list))
        self.events = []
        self.globals = collections.defaultdict(list)
        self.intrinsics = []
        for template in self.templates:
            for resource in template["Resources"].values():
                self.take(resource)
            for section, properties in maps(template.get("Globals")):
                self.globals[section].append(properties)

    def take(self, resource):
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            return
        kind = resource["Type"]
        self.resources[kind].append(resource)
        for name, value in maps(resource.get("Properties")):
            self.properties[kind][name].append(value)
            self.collect_intrinsics(value)
        properties = resource.get("Properties")
        for _, event in maps(properties.get("Events") if isinstance(properties, dict) else None):
            if isinstance(event, dict):
                self.events.append(event)
                for name, value in maps(event.get("Properties")):
                    self.properties[str(event.get("Type"))][name].append(value)

    def collect_intrinsics(self, value):
        if isinstance(value, dict):
            if len(value) == 1 and (next(iter(value)) == "Ref" or next(iter(value)).startswith("Fn::")):
                self.intrinsics.append(value)
            for inner in value.values():
                self.collect_intrinsics(inner)
        elif isinstance(value, list):
            for inner in value:
                self.collect_intrinsics(inner)


def maps(value):
    return value.items() if isinstance(value, dict) else ()


class Maker:
    """Makes the template of a seed."""

    def __init__(self, corpus, seed, only):
        self.corpus, self.random, self.only = corpus, random.Random(seed), only

    def make(self):
        candidates = [it for it in self.corpus.templates if self.only in json.dumps(it)] if self.only else self.corpus.templates
        template = copy.deepcopy(self.random.choice(candidates))
        steps = [self.add_resources, self.add_property, self.add_event, self.add_attribute, self.add_globals,
                 self.add_tags, self.replace_value, self.replace_value, self.remove_key, self.swap_value, self.copy_resource]
        for _ in range(self.random.choice([0, 1, 1, 2, 2, 3, 4, 6])):
            if template["Resources"]:
                self.random.choice(steps)(template)
        return template

    def sam_resources(self, template):
        found = [it for it in template["Resources"].values() if isinstance(it, dict) and isinstance(it.get("Properties"), dict)]
        return [it for it in found if str(it.get("Type")).startswith("AWS::Serverless::")]

    def add_resources(self, template):
        other = self.random.choice(self.corpus.templates)
        for name, resource in other["Resources"].items():
            template["Resources"].setdefault(name, copy.deepcopy(resource))
        for section in ("Parameters", "Conditions", "Mappings"):
            for name, value in maps(other.get(section)):
                if isinstance(template.setdefault(section, {}), dict):
                    template[section].setdefault(name, copy.deepcopy(value))

    def add_property(self, template):
        resources = self.sam_resources(template)
        if resources:
            resource = self.random.choice(resources)
            pool = self.corpus.properties[resource["Type"]]
            if pool:
                name = self.random.choice(sorted(pool))
                resource["Properties"][name] = copy.deepcopy(self.random.choice(pool[name]))

    def add_event(self, template):
        resources = [it for it in self.sam_resources(template) if it["Type"].endswith(("Function", "StateMachine"))]
        if resources and self.corpus.events:
            events = self.random.choice(resources)["Properties"].setdefault("Events", {})
            if isinstance(events, dict):
                events[self.random.choice(NAMES)] = copy.deepcopy(self.random.choice(self.corpus.events))

    def add_attribute(self, template):
        resource = self.random.choice(list(template["Resources"].values()))
        if not isinstance(resource, dict):
            return
        name = self.random.choice(["Condition", "DeletionPolicy", "UpdateReplacePolicy", "DependsOn", "Metadata"])
        other = self.random.choice(list(template["Resources"]))
        resource[name] = {
            "Condition": "C" + self.random.choice("12"),
            "DeletionPolicy": self.random.choice(["Retain", "Delete"]),
            "UpdateReplacePolicy": self.random.choice(["Retain", "Snapshot", "Delete"]),
            "DependsOn": self.random.choice([other, [other]]),
            "Metadata": {"note": "x"},
        }[name]
        if name == "Condition" and isinstance(template.setdefault("Conditions", {}), dict):
            template["Conditions"].setdefault(resource[name], {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]})

    def add_globals(self, template):
        if self.corpus.globals:
            section = self.random.choice(sorted(self.corpus.globals))
            if isinstance(template.setdefault("Globals", {}), dict):
                template["Globals"][section] = copy.deepcopy(self.random.choice(self.corpus.globals[section]))

    def add_tags(self, template):
        for resource in self.sam_resources(template):
            resource["Properties"]["Tags"] = {"team": "a", "stage": {"Ref": "AWS::StackName"}}
            if self.random.random() < 0.7:
                resource["Properties"]["PropagateTags"] = self.random.choice([True, True, False])

    def copy_resource(self, template):
        name = self.random.choice(list(template["Resources"]))
        template["Resources"][self.random.choice(NAMES)] = copy.deepcopy(template["Resources"][name])

    def places(self, value, parents=()):
        """Every (container, key) below a value."""
        keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in keys:
            yield value, key
            yield from self.places(value[key])

    def place(self, template):
        resources = self.sam_resources(template)
        root = self.random.choice(resources)["Properties"] if resources else template["Resources"]
        places = list(self.places(root))
        return self.random.choice(places) if places else None

    def replace_value(self, template):
        place = self.place(template)
        if place:
            values = [None, "text", "", 1, 0, 1.5, True, False, [], {}, ["text"], {"a": 1}, {"a": "b", "c": [1]}, {"Ref": "AWS::NoValue"}]
            if self.corpus.intrinsics and self.random.random() < 0.5:
                values = [self.random.choice(self.corpus.intrinsics)]
            place[0][place[1]] = copy.deepcopy(self.random.choice(values))

    def swap_value(self, template):
        one, two = self.place(template), self.place(template)
        if one and two:
            one[0][one[1]] = copy.deepcopy(two[0][two[1]])

    def remove_key(self, template):
        place = self.place(template)
        if place:
            del place[0][place[1]]


class Judge:
    """Asks both and compares."""

    def __init__(self, samc, region):
        self.samc, self.region = samc, region

    def verdict(self, template):
        text = json.dumps(template)
        if TIMED in text or len(text) > 200_000:
            return "not comparable", []
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(text)
            file.flush()
            try:
                want = record.translate(pathlib.Path(file.name), self.region, {})
            except Exception:  # noqa: BLE001 - whatever breaks the reference is no verdict
                return "the reference breaks down", []
            command = [self.samc, "expand", file.name, "--region", self.region, "--message-format", "json"]
            try:
                got = subprocess.run(command, capture_output=True, timeout=20)
            except subprocess.TimeoutExpired:
                return "samc gives no answer", []
        messages = [json.loads(line) for line in got.stderr.decode().splitlines() if line.startswith("{")]
        errors = [it for it in messages if it["severity"] == "error"]
        said = [f"samc: {it['resource']}/{it['event']}: {it['message']}" for it in errors]
        if got.returncode not in (0, 1):
            return "samc breaks down", got.stderr.decode().splitlines()
        if want[0] == "rejected":
            meant = [f"reference: {it}" for it in want[1]["reference_messages"]]
            if got.returncode == 0:
                return "samc accepts what the reference refuses", meant
            blamed = {it for error in errors for it in ids(error)}
            lacking = [it for it in want[1]["blames"] if it not in blamed]
            return ("samc blames others", meant + said) if lacking else ("agree", [])
        if got.returncode == 1:
            return "samc refuses what the reference accepts", said
        found = list(differences(ordered(want[1]), ordered(json.loads(got.stdout))))
        return ("different", found) if found else ("agree", [])


def ids(error):
    resource, event = error["resource"] or "", error["event"] or ""
    return resource, event, resource + event


def ordered(value, key=""):
    if isinstance(value, dict):
        return {name: ordered(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        items = [ordered(it) for it in value]
        return sorted(items, key=lambda it: json.dumps(it, sort_keys=True)) if key in ("DependsOn", "Fn::Or") else items
    return value


def differences(want, got, path=""):
    if want == SIGNED_URL and isinstance(got, str):
        return
    if isinstance(want, dict) and isinstance(got, dict):
        for key in [*want, *(it for it in got if it not in want)]:
            if key not in got:
                yield f"missing   {path}/{key} = {json.dumps(want[key])[:200]}"
            elif key not in want:
                yield f"surplus   {path}/{key} = {json.dumps(got[key])[:200]}"
            else:
                yield from differences(want[key], got[key], f"{path}/{key}")
    elif isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for index, (one, two) in enumerate(zip(want, got)):
            yield from differences(one, two, f"{path}/{index}")
    elif isinstance(want, bool) != isinstance(got, bool) or want != got:
        yield f"different {path}: want {json.dumps(want)[:200]} got {json.dumps(got)[:200]}"


def shrink(template, same):
    """Take away what can go while the disagreement stays the same kind."""
    again = True
    tries = 0
    while again and tries < 400:
        again = False
        for container, key in list(Maker(None, 0, "").places(template)):
            tries += 1
            if tries > 400 or (isinstance(container, dict) and key not in container):
                continue
            if isinstance(container, list) and key >= len(container):
                continue
            kept = copy.deepcopy(container)
            del container[key]
            if same(template):
                again = True
            else:
                container.clear()
                container.update(kept) if isinstance(kept, dict) else container.extend(kept)
    return template


def start(corpus, judge, only):
    global CORPUS, JUDGE, ONLY
    CORPUS, JUDGE, ONLY = corpus, judge, only


def try_seed(seed):
    template = Maker(CORPUS, seed, ONLY).make()
    verdict, details = JUDGE.verdict(template)
    if verdict not in ("agree", "the reference breaks down", "not comparable"):
        template = shrink(template, lambda it: JUDGE.verdict(it)[0] == verdict)
        details = JUDGE.verdict(template)[1]
    return seed, verdict, template, details


if __name__ == "__main__":
    main()
