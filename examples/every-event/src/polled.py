"""Functions that get batches of what Lambda read for them."""

import base64
import json


def sqs(event, context):
    failures = []
    for record in event["Records"]:
        try:
            print(json.loads(record["body"]))
        except ValueError:
            failures.append({"itemIdentifier": record["messageId"]})
    # Only these come back.
    return {"batchItemFailures": failures}


def kinesis(event, context):
    for record in event["Records"]:
        print(record["kinesis"]["partitionKey"], base64.b64decode(record["kinesis"]["data"]))


def dynamodb(event, context):
    for record in event["Records"]:
        print(record["eventName"], json.dumps(record["dynamodb"]["NewImage"]))


def kafka(event, context):
    for partition, records in event["records"].items():
        for record in records:
            print(partition, record["offset"], base64.b64decode(record["value"]))


def mq(event, context):
    for queue, messages in event["rmqMessagesByQueue"].items():
        for message in messages:
            print(queue, base64.b64decode(message["data"]))


def documentdb(event, context):
    for change in event["events"]:
        print(change["event"]["operationType"], json.dumps(change["event"].get("fullDocument")))
