"""Adds up what the batches of a run have counted."""

import json
import os
from collections import Counter

import boto3

s3 = boto3.client("s3")
BUCKET = os.environ["RESULT_BUCKET"]


def handler(event, context):
    total = Counter()
    # The manifest lists files of results; each of them is a list of executions.
    for file in read(event["manifest"])["ResultFiles"]["SUCCEEDED"]:
        for execution in read(file["Key"]):
            total.update(json.loads(execution["Output"]))
    run = event["manifest"].split("/")[-2]
    key = f"reports/{run}.json"
    s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(total), ContentType="application/json")
    return {"report": key, **total}


def read(key):
    return json.load(s3.get_object(Bucket=BUCKET, Key=key)["Body"])
