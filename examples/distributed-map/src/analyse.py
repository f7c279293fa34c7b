"""Counts the requests in a batch of access logs, and those of them that failed."""

import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    requests = failures = 0
    for item in event["Items"]:
        log = s3.get_object(Bucket=os.environ["LOG_BUCKET"], Key=item["key"])["Body"]
        for line in log.iter_lines():
            requests += 1
            failures += b'" 5' in line  # the status comes after the quoted request
    return {"logs": len(event["Items"]), "requests": requests, "failures": failures}
