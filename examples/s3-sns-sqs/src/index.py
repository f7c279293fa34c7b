"""Keeps the index of images; what is older than the index knows does not change it."""

import json
import os
from urllib.parse import unquote_plus

import boto3

table = boto3.resource("dynamodb").Table(os.environ["INDEX_TABLE"])
Stale = table.meta.client.exceptions.ConditionalCheckFailedException


def handler(event, context):
    records = event["Records"]
    for place, record in enumerate(records):
        try:
            index(json.loads(record["body"]))
        except Stale:
            print(json.dumps({"stale": record["body"]}))
        except Exception as error:
            # The order must hold: the rest of the batch waits.
            print(json.dumps({"message": record["messageId"], "error": repr(error)}))
            return {"batchItemFailures": [{"itemIdentifier": it["messageId"]} for it in records[place:]]}
    return {"batchItemFailures": []}


def index(change):
    table.update_item(
        Key={"key": unquote_plus(change["key"])},
        UpdateExpression="SET #seen = :seen, #there = :there, #size = :size",
        ConditionExpression="attribute_not_exists(#seen) OR #seen < :seen",
        ExpressionAttributeNames={"#seen": "sequencer", "#there": "exists", "#size": "size"},
        ExpressionAttributeValues={
            # Hexadecimal digits, to be compared from the left, the shorter one filled with zeros.
            ":seen": change["sequencer"].ljust(64, "0"),
            ":there": change["event"].startswith("ObjectCreated"),
            ":size": change["size"],
        },
    )
