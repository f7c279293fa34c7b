"""Notes large images as they come."""

import json


def handler(event, context):
    for record in event["Records"]:
        for change in json.loads(record["Sns"]["Message"])["Records"]:
            print(json.dumps({"large": change["s3"]["object"]["key"], "bytes": change["s3"]["object"]["size"]}))
