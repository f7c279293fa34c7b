"""Reads and writes items of a table."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    id = event["pathParameters"]["id"]
    if event["requestContext"]["http"]["method"] == "PUT":
        table.put_item(Item={"id": id, "body": event.get("body") or ""})
        return {"statusCode": 204}
    item = table.get_item(Key={"id": id}).get("Item")
    if item is None:
        return {"statusCode": 404, "body": json.dumps({"message": f"there is no item {id}"})}
    return {"statusCode": 200, "body": json.dumps(item)}
