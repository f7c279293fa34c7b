#!/usr/bin/env python3
"""Write data/cloudformation/: what is known of every resource type of CloudFormation, a file per service.

usage: cloudformation.py SERVICE_SPEC_FOLDER

Run it by hand, with a Python that has cfn-lint; `cargo build` only reads what it wrote. Only facts are taken, no
descriptions:

- from the PyPI package `cfn-lint`: the public resource schemas, the regions that have each type, and which attributes
  `Fn::GetAtt` gives;
- from the npm package `@aws-cdk/aws-service-spec`, unpacked at SERVICE_SPEC_FOLDER: what `Ref` gives where that is not
  the identifier of the schema, and which property takes the name or ARN of what.

Each file is a JSON object of types, sorted, one property a line, in the words of JSON Schema. What differs from it:

- an object with `properties` and without `additionalProperties` has no others;
- `$ref` names one of the type's `definitions`;
- `takes` lists all that a string may name, such as `AWS::IAM::Role.Arn`, and `relates` some of it;
- `ref` is what `Ref` gives, `attributes` what `Fn::GetAtt` gives: properties of the resource;
- in `readOnly`, `replaces`, `mayReplace` and `deprecated`, a property within another is `Outer/Inner`, and the items of a
  list are `*`;
- `onlyIn` or `notIn` lists regions, where a type is not in all; `end` is the day on which AWS shuts it down, or `announced`.
"""
import collections
import gzip
import importlib.metadata
import json
import pathlib
import sys

import cfnlint
from cfnlint.schema import _getatts
from refusals import REFUSED

HERE = pathlib.Path(__file__).resolve().parent
CARRIED = pathlib.Path(cfnlint.__file__).parent / "data"
SCHEMAS = CARRIED / "schemas"
# Of these partitions, the regions list the types of us-east-1.
UNKNOWN_REGIONS = ("us-iso", "eu-iso", "eusc-")
PREFIX = "/properties/"
# What people write that is not a constraint.
PROSE = {"$comment", "$id", "arrayType", "default", "description", "examples", "insertionOrder", "markdownDescription",
         "permissions", "title"}
CONSTRAINTS = {"$ref", "additionalProperties", "allOf", "anyOf", "const", "dependentExcluded", "dependentRequired", "else",
               "enum", "enumCaseInsensitive", "exclusiveMaximum", "exclusiveMinimum", "format", "if", "items", "maxItems",
               "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf",
               "not", "oneOf", "pattern", "patternProperties", "prefixItems", "properties", "required", "requiredOr",
               "requiredXor", "relates", "takes", "then", "type", "uniqueItems", "uniqueKeys"}
# Further rules of some types. Left out are those that name classes of machines, which are soon out of date, those that
# compare several resources, and advice.
EXTENSIONS = """
    aws_apigateway_restapi/openapi_properties
    aws_cloudwatch_alarm/period
    aws_ecs_service/fargate
    aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions
    aws_elasticloadbalancingv2_targetgroup/protocol_restrictions
    aws_elasticloadbalancingv2_targetgroup/targettype_restrictions
    aws_lambda_function/loglevel_logformat aws_lambda_function/packagetype_image_exclusions
    aws_lambda_function/zipfile_runtime_exists
    aws_rds_dbcluster/serverless_exclusive
    aws_route53_recordset/recordset_alias aws_route53_recordset/recordset_pattern
    aws_sqs_queue/properties
""".split()
# What the schemas leave out and the type's page in the template reference says.
CORRECTIONS = {
    "AWS::CloudFront::Distribution": [
        (("definitions", "FunctionAssociation", "properties", "EventType"), {"enum": ["viewer-request", "viewer-response"]}),
        (("definitions", "Origin", "properties", "OriginPath"), {"pattern": "^(/(.*[^/])?)?$"}),
    ],
    "AWS::RDS::DBCluster": [
        (("definitions", "ScalingConfiguration", "properties", "SecondsUntilAutoPause"), {"minimum": 300, "maximum": 86400}),
        (
            ("definitions", "ServerlessV2ScalingConfiguration", "properties", "SecondsUntilAutoPause"),
            {"minimum": 300, "maximum": 86400},
        ),
    ],
    "AWS::S3::Bucket": [
        (
            ("definitions", "WebsiteConfiguration"),
            {"dependentExcluded": {"RedirectAllRequestsTo": ["ErrorDocument", "IndexDocument", "RoutingRules"]}},
        ),
    ],
    "AWS::SNS::Topic": [(("properties", "TopicName"), {"pattern": "^([a-zA-Z0-9_-]+(\\.fifo)?)?$"})],
    "AWS::SQS::Queue": [
        (("properties", "DeduplicationScope"), {"enum": ["messageGroup", "queue"]}),
        (("properties", "FifoThroughputLimit"), {"enum": ["perMessageGroupId", "perQueue"]}),
        (("properties", "QueueName"), {"maxLength": 80, "pattern": "^([a-zA-Z0-9_-]+(\\.fifo)?)?$"}),
    ],
}
# What properties take that the schemas do not say, after the pages of their types: names and ids where an ARN is refused,
# and ARNs where a name is.
TAKEN = {
    "AWS::AppSync::ApiCache": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::AppSync::ApiKey": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::AppSync::DataSource": {
        "ApiId": "AWS::AppSync::GraphQLApi.ApiId",
        "DynamoDBConfig/TableName": "AWS::DynamoDB::Table.TableName",
    },
    "AWS::AppSync::DomainNameApiAssociation": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::AppSync::FunctionConfiguration": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::AppSync::GraphQLApi": {"UserPoolConfig/UserPoolId": "AWS::Cognito::UserPool.UserPoolId"},
    "AWS::AppSync::GraphQLSchema": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::AppSync::Resolver": {"ApiId": "AWS::AppSync::GraphQLApi.ApiId"},
    "AWS::CodePipeline::Pipeline": {"ArtifactStore/Location": "AWS::S3::Bucket.BucketName"},
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": {"UserPoolId": "AWS::Cognito::UserPool.UserPoolId"},
    "AWS::Cognito::UserPoolUICustomizationAttachment": {"UserPoolId": "AWS::Cognito::UserPool.UserPoolId"},
    "AWS::Cognito::UserPoolUser": {"UserPoolId": "AWS::Cognito::UserPool.UserPoolId"},
    "AWS::Cognito::UserPoolUserToGroupAttachment": {"UserPoolId": "AWS::Cognito::UserPool.UserPoolId"},
    "AWS::EC2::Instance": {"IamInstanceProfile": "AWS::IAM::InstanceProfile.InstanceProfileName"},
    "AWS::EC2::LaunchTemplate": {"IamInstanceProfile/Name": "AWS::IAM::InstanceProfile.InstanceProfileName"},
    "AWS::IAM::InstanceProfile": {"Roles": "AWS::IAM::Role.RoleName"},
    "AWS::IAM::ManagedPolicy": {
        "Groups": "AWS::IAM::Group.GroupName",
        "Roles": "AWS::IAM::Role.RoleName",
        "Users": "AWS::IAM::User.UserName",
    },
    "AWS::IAM::Policy": {
        "Groups": "AWS::IAM::Group.GroupName",
        "Roles": "AWS::IAM::Role.RoleName",
        "Users": "AWS::IAM::User.UserName",
    },
    "AWS::IAM::User": {"Groups": "AWS::IAM::Group.GroupName"},
    "AWS::IAM::UserToGroupAddition": {"GroupName": "AWS::IAM::Group.GroupName", "Users": "AWS::IAM::User.UserName"},
    "AWS::Lambda::Function": {"LoggingConfig/LogGroup": "AWS::Logs::LogGroup.LogGroupName"},
    "AWS::Logs::LogGroup": {"KmsKeyId": "AWS::KMS::Key.Arn"},
    "AWS::S3::AccessPoint": {"Bucket": "AWS::S3::Bucket.BucketName"},
    "AWS::S3::Bucket": {"LoggingConfiguration/DestinationBucketName": "AWS::S3::Bucket.BucketName"},
    "AWS::S3::BucketPolicy": {"Bucket": "AWS::S3::Bucket.BucketName"},
    "AWS::SNS::TopicPolicy": {"Topics": "AWS::SNS::Topic.TopicArn"},
    "AWS::SQS::QueueInlinePolicy": {"Queue": "AWS::SQS::Queue.QueueUrl"},
    "AWS::SQS::QueuePolicy": {"Queues": "AWS::SQS::Queue.QueueUrl"},
}
# What is made of `anyOf` when only these are in it.
NAMES_ONLY = ({"format"}, {"relationshipRef"})


def main(folder):
    spec = json.load(gzip.open(pathlib.Path(folder) / "db.json.gz"))["schema"]
    version = json.loads((pathlib.Path(folder) / "package.json").read_text())["version"]
    regions = {it.stem: json.loads(it.read_text()) for it in sorted((SCHEMAS / "providers").glob("*.json"))}
    regions = {name: types for name, types in regions.items() if name != "sam" and not name.startswith(UNKNOWN_REGIONS)}
    files = {}
    for types in regions.values():
        files |= types
    corrected = {it["cloudFormationType"]: it for it in spec["resource"]["entities"]}
    services = collections.defaultdict(dict)
    for name, file in sorted(files.items()):
        schema = json.loads((SCHEMAS / "resources" / f"{file}.json").read_text())
        if not name.startswith("AWS::"):
            continue
        facts = Type(schema, corrected.get(name), nested_types(spec, corrected.get(name))).facts()
        having = [region for region, types in regions.items() if name in types]
        lacking = [region for region in regions if region not in having]
        if lacking:
            facts |= {"onlyIn": having} if len(having) < len(lacking) else {"notIn": lacking}
        services[name.split("::")[1]][name] = facts
    target = HERE / "cloudformation"
    for old in target.glob("*.json"):
        old.unlink()
    for service, types in services.items():
        (target / f"{service}.json").write_text(written(types))
    sources = {
        "cfn-lint": importlib.metadata.version("cfn-lint"),
        "aws-service-spec": version,
        "date": json.loads((SCHEMAS / "version.json").read_text())["schema_date"][:10],
        "regions": list(regions),
    }
    (HERE / "cloudformation.json").write_text(json.dumps(sources, indent=1) + "\n")


class Type:
    """A resource type, as its schema has it and as the service specification corrects it."""

    def __init__(self, schema, correction, nested):
        self.schema = schema
        self.correction = correction or {}
        self.name = schema["typeName"]
        self.nested = nested

    def facts(self):
        facts = {}
        for path, missing in CORRECTIONS.get(self.name, []):
            place = self.schema
            for step in path:
                place = place[step]
            place.update(missing)
        if reference := self.reference():
            facts["ref"] = reference
        if attributes := self.attributes():
            facts["attributes"] = attributes
        # What an attribute gives is not read-only everywhere.
        identifiers = set(self.schema.get("primaryIdentifier", [])) - set(self.schema.get("readOnlyProperties", []))
        replaces = paths(self.schema.get("createOnlyProperties", []))
        # What a resource is known by is sometimes not marked as such.
        may = paths([*self.schema.get("conditionalCreateOnlyProperties", []), *identifiers])
        if "update" not in self.schema.get("handlers", {}) and not replaces and not may:
            facts["updates"] = False
        facts |= {
            "readOnly": paths(self.schema.get("readOnlyProperties", [])),
            "replaces": replaces,
            "mayReplace": [it for it in may if it not in replaces],
            "deprecated": paths(self.schema.get("deprecatedProperties", [])),
        }
        # What is only closed to new customers goes on working.
        lifecycle = self.schema.get("lifecycle")
        if lifecycle and lifecycle["status"] in ("shutdown", "sunset"):
            facts["end"] = lifecycle.get("date") or "announced"
        facts = {key: value for key, value in facts.items() if value or value is False}
        root = {key: value for key, value in self.schema.items() if key in CONSTRAINTS}
        extensions = sorted((SCHEMAS / "extensions" / self.name.lower().replace("::", "_")).glob("*.json"))
        extensions = [json.loads(it.read_text()) for it in extensions if f"{it.parent.name}/{it.stem}" in EXTENSIONS]
        for extension in extensions:
            self.schema.setdefault("definitions", {}).update(extension.pop("definitions", {}))
        extensions += REFUSED.get(self.name, [])
        if extensions:
            root["allOf"] = root.get("allOf", []) + extensions
        root = normal(root)
        # The runtimes of functions have a table of their own, with dates.
        if self.name == "AWS::Lambda::Function":
            del root["properties"]["Runtime"]["enum"]
        relate(root.get("properties", {}), self.correction.get("properties", {}))
        facts |= root
        facts["definitions"] = self.definitions(root)
        for property, taken in TAKEN.get(self.name, {}).items():
            take(facts, property, taken)
        if not facts["definitions"]:
            del facts["definitions"]
        return facts

    def reference(self):
        """The properties that `Ref` gives, joined by `|`."""
        corrected = self.correction.get("cfnRefIdentifier")
        found = corrected or [it.removeprefix(PREFIX) for it in self.schema.get("primaryIdentifier", [])]
        return "|".join(found)

    def attributes(self):
        """The names that `Fn::GetAtt` takes; `*` where it takes more than are known."""
        read_only = [it.removeprefix(PREFIX) for it in self.schema.get("readOnlyProperties", [])]
        # An attribute cannot be one of many.
        names = {it.replace("/", ".") for it in read_only if "*" not in it and "/items/" not in it}
        if self.name in _getatts._all_property_types:
            names |= set(self.schema["properties"])
        names |= set(_getatts._exceptions.get(self.name, []))
        if self.name in ("AWS::CloudFormation::Stack", "AWS::ServiceCatalog::CloudFormationProvisionedProduct"):
            names = (names - {"Outputs"}) | {"Outputs.*"}
        if self.name == "AWS::CloudFormation::CustomResource":
            names = {"*"}
        return sorted(names)

    def definitions(self, root):
        """The definitions that are referred to, and those that they refer to."""
        found, open_ = {}, sorted(references(root))
        while open_:
            name = open_.pop()
            if name in found:
                continue
            definition = self.schema if name.startswith("#") else self.schema["definitions"]
            for part in name.removeprefix("#/").split("/"):
                definition = definition[part]
            found[name] = normal(definition)
            open_ += sorted(references(found[name]))
        for name, definition in found.items():
            if name in self.nested and isinstance(definition, dict):
                relate(definition.get("properties", {}), self.nested[name])
        return dict(sorted(found.items()))


def nested_types(spec, correction):
    """The properties of a type's nested types, as the service specification has them."""
    if not correction:
        return {}
    used = spec["usesType"]["forward"].get(correction["$id"], [])
    ids = {it["$id"] for it in used}
    return {it["name"]: it["properties"] for it in spec["typeDefinition"]["entities"] if it["$id"] in ids}


def relate(properties, corrected):
    """Says of each property what it names."""
    for name, fact in corrected.items():
        related = {f"{it['cloudFormationType']}.{it['propertyName']}" for it in fact.get("relationshipRefs", [])}
        node = properties.get(name)
        if not related or not isinstance(node, dict):
            continue
        if node.get("type") == "array":
            node = node.setdefault("items", {})
        if node.get("type") == "string" and "takes" not in node:
            node["relates"] = sorted(related)


def take(facts, property, taken):
    """Says what a property takes, which stands in a type's root or, as `Definition/Property`, in one of its definitions."""
    definition, _, name = property.rpartition("/")
    properties = (facts["definitions"][definition] if definition else facts)["properties"]
    node = properties[name]
    if node.get("type") == "array":
        node = node.setdefault("items", {})
    node.pop("relates", None)
    node["takes"] = [taken]


def normal(schema):
    """A schema without prose, in the form that the module's docstring describes."""
    if isinstance(schema, bool):
        return schema
    schema = {key: value for key, value in schema.items() if key not in PROSE}
    # Of what is chosen by the value of a property, the others are what is too many.
    chosen = schema.get("if", {}).get("properties", {}) if isinstance(schema.get("if"), dict) else {}
    if isinstance(schema.get("then"), dict) and set(schema["then"]) == {"dependentExcluded"}:
        excluded = schema["then"]["dependentExcluded"]
        if set(excluded) <= set(chosen):
            names = sorted({name for others in excluded.values() for name in others})
            schema["then"] = {"properties": {name: False for name in names}}
    takes = set()
    for key in ("anyOf", "oneOf", "allOf"):
        parts = schema.get(key)
        if parts and all(isinstance(it, dict) and set(it) - PROSE in NAMES_ONLY for it in parts):
            del schema[key]
            for part in parts:
                takes |= named(part)
    takes |= named(schema)
    schema.pop("relationshipRef", None)
    if str(schema.get("format", "")).startswith(("AWS::", "(", "double", "int64", "string", "password", "timestamp")):
        del schema["format"]
    if "dependencies" in schema:
        dependencies = schema.pop("dependencies")
        lists = {name: it for name, it in dependencies.items() if isinstance(it, list)}
        if lists:
            schema["dependentRequired"] = schema.get("dependentRequired", {}) | lists
    if schema.get("uniqueItems") is False:
        del schema["uniqueItems"]
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    if isinstance(schema.get("$ref"), str):
        schema["$ref"] = schema["$ref"].removeprefix("#/definitions/")
    if schema.get("additionalProperties") is False and (schema.get("properties") or schema.get("patternProperties")):
        del schema["additionalProperties"]
    elif "additionalProperties" not in schema and schema.get("properties"):
        schema["additionalProperties"] = True
    for key in ("items", "additionalProperties", "not", "if", "then", "else"):
        if isinstance(schema.get(key), dict):
            schema[key] = normal(schema[key])
    for key in ("properties", "patternProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = {name: normal(it) for name, it in schema[key].items()}
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        if isinstance(schema.get(key), list):
            schema[key] = [normal(it) for it in schema[key]]
    if takes:
        if schema.get("type") == "array":
            schema.setdefault("items", {})["takes"] = sorted(takes)
        else:
            schema["takes"] = sorted(takes)
    schema = {key: value for key, value in schema.items() if key in CONSTRAINTS}
    return dict(sorted(schema.items(), key=lambda it: (it[0] in ("properties", "definitions"), it[0])))


def named(schema):
    """What a string of this schema may name."""
    found = set()
    form = schema.get("format", "")
    if form.startswith("AWS::"):
        type_name, attribute = form.split(".")
        found.add(f"{type_name}.{ {'Ids': 'Id', 'Names': 'Name'}.get(attribute, attribute)}")
    if related := schema.get("relationshipRef"):
        found.add(f"{related['typeName']}.{related['propertyPath'].removeprefix(PREFIX).replace('/', '.')}")
    return found


def references(schema):
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from references(item)


def paths(pointers):
    named = [it.removeprefix(PREFIX) for it in pointers if it.startswith(PREFIX)]
    return sorted({it.replace("/items/", "/*/").replace("/properties/", "/") for it in named})


def written(types):
    """The text of a file: one property a line."""
    lines = ["{"]
    for name, facts in sorted(types.items()):
        lines.append(f" {json.dumps(name)}: {{")
        entries = []
        for key, value in facts.items():
            if key == "properties":
                entries.append(table("  ", key, value))
            elif key == "definitions":
                inner = []
                for defined, schema in value.items():
                    if isinstance(schema, dict) and schema.get("properties"):
                        rest = {k: v for k, v in schema.items() if k != "properties"}
                        parts = [f"    {json.dumps(k)}: {line(v)}" for k, v in rest.items()]
                        parts.append(table("    ", "properties", schema["properties"]))
                        inner.append(f"   {json.dumps(defined)}: {{\n" + ",\n".join(parts) + "\n   }")
                    else:
                        inner.append(f"   {json.dumps(defined)}: {line(schema)}")
                entries.append('  "definitions": {\n' + ",\n".join(inner) + "\n  }")
            else:
                entries.append(f"  {json.dumps(key)}: {line(value)}")
        lines.append(",\n".join(entries))
        lines.append(" },")
    lines[-1] = " }"
    return "\n".join(lines) + "\n}\n"


def table(indent, key, properties):
    rows = [f"{indent} {json.dumps(name)}: {line(it)}" for name, it in sorted(properties.items())]
    return f"{indent}{json.dumps(key)}: {{\n" + ",\n".join(rows) + f"\n{indent}}}"


def line(value):
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n")[1])
    main(sys.argv[1])
