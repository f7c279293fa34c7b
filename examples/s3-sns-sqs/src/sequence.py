"""Puts changes of objects into a FIFO queue, with a message group for each object."""

import hashlib
import json
import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    for record in event["Records"]:
        notification = json.loads(json.loads(record["body"])["Message"])
        for change in notification["Records"]:
            thing = change["s3"]["object"]
            message = {"event": change["eventName"], **{it: thing.get(it) for it in ("key", "size", "sequencer")}}
            sqs.send_message(
                QueueUrl=os.environ["ORDERED_QUEUE_URL"],
                MessageBody=json.dumps(message),
                # A key may have 1024 bytes, a group's name no more than 128 characters.
                MessageGroupId=digest(thing["key"]),
                # If this batch fails and comes back, what was already sent is not sent twice.
                MessageDeduplicationId=digest(thing["key"], thing["sequencer"]),
            )


def digest(*parts):
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
