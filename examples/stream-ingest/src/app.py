"""Writes the readings of a stream into a table."""

import base64
import json
import os
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    # A batch may come twice, and a sensor may repeat itself: one item for each sensor and time.
    with table.batch_writer(overwrite_by_pkeys=["sensor", "time"]) as batch:
        for record in event["Records"]:
            try:
                # DynamoDB knows decimal numbers, and no floating point.
                reading = json.loads(base64.b64decode(record["kinesis"]["data"]), parse_float=Decimal)
                item = {name: reading[name] for name in ("sensor", "time", "value")}
            except (ValueError, KeyError, TypeError) as fault:
                print(f"no reading: {fault!r}")
                # Lambda comes again with this record and all that follow; those before it are done.
                return {"batchItemFailures": [{"itemIdentifier": record["kinesis"]["sequenceNumber"]}]}
            batch.put_item(Item=item)
    return {"batchItemFailures": []}
