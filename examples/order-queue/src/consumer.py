"""Stores orders, and makes changes of orders one after the other."""

import json
import os
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ORDER_TABLE"])


def store(event, context):
    failures = []
    for record in event["Records"]:
        try:
            # Storing an order twice changes nothing, so it does no harm that a message may come twice.
            table.update_item(
                Key={"id": read(record)["id"]},
                UpdateExpression="SET customer = :customer, #items = :items",
                ExpressionAttributeNames={"#items": "items"},
                ExpressionAttributeValues={f":{it}": read(record)[it] for it in ("customer", "items")},
            )
        except Exception as error:
            failures.append(failure(record, error))
    return {"batchItemFailures": failures}


def apply(event, context):
    records = event["Records"]
    for place, record in enumerate(records):
        try:
            # Fails until the order is stored, and so is tried again.
            table.update_item(
                Key={"id": read(record)["id"]},
                UpdateExpression="SET address = :address",
                ConditionExpression="attribute_exists(id)",
                ExpressionAttributeValues={":address": read(record)["address"]},
            )
        except Exception as error:
            # What follows may be for the same order and has to wait for it: give back the rest of the batch.
            return {"batchItemFailures": [failure(it, error) for it in records[place:]]}
    return {"batchItemFailures": []}


def read(record):
    return json.loads(record["body"], parse_float=Decimal)


def failure(record, error):
    print(json.dumps({"message": record["messageId"], "error": repr(error)}))
    return {"itemIdentifier": record["messageId"]}
