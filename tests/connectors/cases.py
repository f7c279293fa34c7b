#!/usr/bin/env python3
"""Write the cases that connect every pair of types that the reference can connect, with every set of permissions.

usage: cases.py        (then tests/record.py on the two folders that are printed)

Run it by hand, with a Python that has aws-sam-translator==1.115.0. One case refers to resources by their logical ids, the
other describes them; `tests/integration/connectors.rs` checks that they hold all pairs of `data/connectors.json`, and
no others.
"""
import itertools
import json
import pathlib

from samtranslator.model.connector_profiles.profile import PROFILE

CASES = pathlib.Path(__file__).resolve().parent.parent / "expand"
PROPERTIES = {
    "AWS::Lambda::Function": {"Role": {"Fn::GetAtt": ["Role", "Arn"]}},
    "AWS::StepFunctions::StateMachine": {"RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}},
    "AWS::AppSync::DataSource": {"ServiceRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}},
}


def main():
    pairs = [(it, to, profile) for it, others in PROFILE["Permissions"].items() for to, profile in others.items()]
    types = sorted({it for source, destination, _ in pairs for it in (source, destination)})
    written = {name(it): resource(it, types) for it in types} | {"Role": {"Type": "AWS::IAM::Role"}}
    by_id, by_description = dict(written), {}
    for source, destination, profile in pairs:
        for permissions in permission_sets(profile["Properties"]):
            logical_id = f"{name(source)}To{name(destination)}{''.join(permissions)}"
            by_id[logical_id] = connector({"Id": name(source)}, {"Id": name(destination)}, permissions)
            by_description[logical_id] = connector(described(source), described(destination), permissions)
    write("connectors_between_all_types", by_id)
    write("connectors_between_all_types_described", by_description)


def name(resource_type):
    """A logical id; a source that is its own destination is connected with itself."""
    return "".join(resource_type.split("::")[1:])


def resource(resource_type, types):
    properties = PROPERTIES.get(resource_type, {})
    if resource_type == "AWS::Events::Rule":
        arns = [{"Fn::GetAtt": [name(it), "Arn"]} for it in types if it != resource_type]
        properties = {"Targets": [{"Id": str(at), "Arn": it, "RoleArn": {"Ref": "Role"}} for at, it in enumerate(arns)]}
    return {"Type": resource_type, "Properties": properties}


def described(resource_type):
    own = {it: f"{it} of {resource_type}" for it in ("Arn", "RoleName", "QueueUrl", "ResourceId", "Name", "Qualifier")}
    return {"Type": resource_type, **own}


def permission_sets(profile):
    if "ValidAccessCategories" in profile:
        return profile["ValidAccessCategories"]
    names = list(profile["AccessCategories"])
    return [list(some) for count in range(1, len(names) + 1) for some in itertools.combinations(names, count)]


def connector(source, destination, permissions):
    properties = {"Source": source, "Destination": destination, "Permissions": permissions}
    return {"Type": "AWS::Serverless::Connector", "Properties": properties}


def write(case, resources):
    folder = CASES / case
    folder.mkdir(exist_ok=True)
    (folder / "options.json").write_text('{"regions": ["us-east-1", "cn-north-1", "us-gov-west-1"]}\n')
    text = json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}, indent=1)
    (folder / "template.json").write_text(text + "\n")
    print(folder)


if __name__ == "__main__":
    main()
