"""Reads the records of a stream."""

import base64


def handler(event, context):
    for record in event["Records"]:
        data = base64.b64decode(record["kinesis"]["data"])
        print(record["kinesis"]["partitionKey"], len(data), "bytes")
