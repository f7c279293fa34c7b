"""Finds out what is on each uploaded picture, and writes it into a table."""

import os
from urllib.parse import unquote_plus

import boto3

rekognition = boto3.client("rekognition")
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        # S3 writes keys into its notifications as they stand in URLs: `my+picture.jpg`.
        key = unquote_plus(record["s3"]["object"]["key"])
        found = rekognition.detect_labels(
            Image={"S3Object": {"Bucket": bucket, "Name": key}}, MaxLabels=10, MinConfidence=80
        )
        # A notification may come twice. The key is the same each time, and so is the item.
        table.put_item(Item={"picture": key, "labels": [label["Name"] for label in found["Labels"]]})
