"""Lists products, and writes one line of JSON about each list."""

import json
import logging
import os
import time

import boto3

# Lambda formats what goes through `logging` as JSON, with the request's id and with what stands in `extra`.
logger = logging.getLogger()
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    began = time.monotonic()
    products = table.scan(Limit=50)["Items"]
    milliseconds = round((time.monotonic() - began) * 1000)
    logger.info("listed products", extra={"products": len(products), "milliseconds": milliseconds})
    # Numbers come out of DynamoDB as `Decimal`, which JSON does not know.
    return {"statusCode": 200, "body": json.dumps(products, default=float)}
