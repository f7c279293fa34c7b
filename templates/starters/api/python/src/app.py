"""Reads and writes items of a table."""

import base64
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    id = event["pathParameters"]["id"]
    if event["requestContext"]["http"]["method"] == "PUT":
        table.put_item(Item={"id": id, "body": body(event)})
        return {"statusCode": 204}
    item = table.get_item(Key={"id": id}).get("Item")
    if item is None:
        return {"statusCode": 404, "body": json.dumps({"message": f"there is no item {id}"})}
    return {"statusCode": 200, "body": json.dumps(item)}


def body(event):
    """What was sent. API Gateway encodes what is neither text nor JSON, such as the data of a form."""
    sent = event.get("body") or ""
    return base64.b64decode(sent).decode() if event["isBase64Encoded"] else sent
