#!/usr/bin/env python3
"""Write data/replacements.json: the properties whose change makes CloudFormation replace a resource.

usage: replacements.py

Run it by hand, with a Python that has cfn-lint, which carries CloudFormation's resource schemas; `cargo test` never runs
it. "always" are a schema's `createOnlyProperties`, "may" its `conditionalCreateOnlyProperties`; a type with neither is
never replaced for a property. A type is left out whose schema does not say what becomes of it. One type a line, so that a
look-up parses one line and not the file. A property within another is `Outer/Inner`, the items of a list are `*`.
"""
import json
import pathlib

import cfnlint

SCHEMAS = pathlib.Path(cfnlint.__file__).parent / "data/schemas/resources"
TABLE = pathlib.Path(__file__).resolve().parent.parent / "data/replacements.json"
# What SAM generates is in these services, and most of what stands beside it.
SERVICES = """
    ApiGateway ApiGatewayV2 AppSync ApplicationAutoScaling CertificateManager CloudFormation CloudFront CloudWatch
    CodeDeploy Cognito DSQL DynamoDB ECR ECS EFS EventSchemas Events IAM KMS Kinesis KinesisFirehose Lambda Logs
    OpenSearchServerless Pipes RDS Route53 S3 S3Express S3Tables S3Vectors SES SNS SQS SSM Scheduler SecretsManager
    StepFunctions WAFv2 XRay
""".split()
# These services have many more types than templates of applications name.
TYPES = """
    AWS::AmazonMQ::Broker AWS::AmazonMQ::Configuration AWS::Batch::ComputeEnvironment AWS::Batch::JobDefinition
    AWS::Batch::JobQueue AWS::Bedrock::Agent AWS::Bedrock::AgentAlias AWS::Bedrock::DataSource AWS::Bedrock::Guardrail
    AWS::Bedrock::KnowledgeBase AWS::CodeBuild::Project AWS::DocDB::DBCluster AWS::DocDB::DBInstance AWS::EC2::EIP
    AWS::EC2::Instance AWS::EC2::InternetGateway AWS::EC2::LaunchTemplate AWS::EC2::NatGateway AWS::EC2::Route
    AWS::EC2::RouteTable AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupEgress AWS::EC2::SecurityGroupIngress
    AWS::EC2::Subnet AWS::EC2::SubnetRouteTableAssociation AWS::EC2::VPC AWS::EC2::VPCEndpoint
    AWS::EC2::VPCGatewayAttachment AWS::ElastiCache::CacheCluster AWS::ElastiCache::ReplicationGroup
    AWS::ElastiCache::ServerlessCache AWS::ElastiCache::SubnetGroup AWS::ElasticLoadBalancingV2::Listener
    AWS::ElasticLoadBalancingV2::ListenerRule AWS::ElasticLoadBalancingV2::LoadBalancer
    AWS::ElasticLoadBalancingV2::TargetGroup AWS::Glue::Crawler AWS::Glue::Database AWS::Glue::Job AWS::Glue::Table
    AWS::IoT::Policy AWS::IoT::Thing AWS::IoT::TopicRule AWS::MSK::Cluster AWS::MSK::ServerlessCluster
    AWS::OpenSearchService::Domain AWS::S3ObjectLambda::AccessPoint AWS::ServiceDiscovery::PrivateDnsNamespace
    AWS::ServiceDiscovery::Service
""".split()
# Its provider decides what becomes of it.
CUSTOM = "AWS::CloudFormation::CustomResource"
PREFIX = "/properties/"


def main():
    types = {}
    for file in SCHEMAS.glob("*.json"):
        schema = json.loads(file.read_text())
        name = schema["typeName"]
        wanted = name != CUSTOM and (name.split("::")[1] in SERVICES or name in TYPES)
        if wanted and (found := entry(schema)) is not None:
            types[name] = found
    missing = [it for it in TYPES if it not in types]
    assert not missing, f"there are no schemas of {missing}"
    lines = [f"  {json.dumps(name)}: {json.dumps(types[name])}" for name in sorted(types)]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def entry(schema):
    always = paths(schema.get("createOnlyProperties", []))
    # What a resource is known by is sometimes not marked as such.
    identifiers = set(schema.get("primaryIdentifier", [])) - set(schema.get("readOnlyProperties", []))
    may = paths([*schema.get("conditionalCreateOnlyProperties", []), *identifiers])
    may = [it for it in may if it not in always]
    if not always and not may and "update" not in schema.get("handlers", {}):
        return None
    return {key: found for key, found in (("always", always), ("may", may)) if found}


def paths(pointers):
    named = [it.removeprefix(PREFIX) for it in pointers if it.startswith(PREFIX)]
    return sorted({it.replace("/items/", "/*/").replace("/properties/", "/") for it in named})


if __name__ == "__main__":
    main()
