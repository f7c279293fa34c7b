"""Functions that are told what happened, and whose answer no one reads."""

import base64
import gzip
import json
from urllib.parse import unquote_plus


def s3(event, context):
    for record in event["Records"]:
        print(record["eventName"], record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"]))


def sns(event, context):
    for record in event["Records"]:
        print(record["Sns"]["Subject"], record["Sns"]["Message"])


def event(event, context):
    print(event["source"], event["detail-type"], json.dumps(event["detail"]))


def schedule(event, context):
    # The event is the `Input` of the schedule.
    print(event["task"])


def cloudwatch_logs(event, context):
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    for line in data["logEvents"]:
        print(data["logGroup"], line["timestamp"], line["message"])


def iot_rule(event, context):
    # The event is what the SQL selects.
    print(event["room"], event["celsius"])
