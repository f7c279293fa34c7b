"""Lists the products of a table."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    page = table.scan()
    products = page["Items"]
    while "LastEvaluatedKey" in page:
        page = table.scan(ExclusiveStartKey=page["LastEvaluatedKey"])
        products += page["Items"]
    # Numbers of DynamoDB are decimals, which JSON does not know.
    return {"statusCode": 200, "body": json.dumps(products, default=str)}
