"""The steps of an order."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ORDER_TABLE"])


def advance(order_id, before, after):
    """Set the next status; return whether the order was still waiting for it."""
    try:
        table.update_item(
            Key={"id": order_id},
            UpdateExpression="SET #status = :after",
            ConditionExpression="#status = :before",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":before": before, ":after": after},
        )
        return True
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False  # the event came twice
