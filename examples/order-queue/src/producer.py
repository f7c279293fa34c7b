"""Takes orders and changes of orders, and answers as soon as they are in a queue."""

import json
import os
import uuid

import boto3

sqs = boto3.client("sqs")


def place(event, context):
    order = {"id": str(uuid.uuid4()), **only(event, "customer", "items")}
    sqs.send_message(QueueUrl=os.environ["ORDER_QUEUE_URL"], MessageBody=json.dumps(order))
    return accepted(order["id"])


def change(event, context):
    order_id = event["pathParameters"]["id"]
    sqs.send_message(
        QueueUrl=os.environ["CHANGE_QUEUE_URL"],
        MessageBody=json.dumps({"id": order_id, **only(event, "address")}),
        MessageGroupId=order_id,
        # A client that tries again sends the same key: the queue drops the second message for five minutes.
        MessageDeduplicationId=event["headers"].get("idempotency-key", event["requestContext"]["requestId"]),
    )
    return accepted(order_id)


def only(event, *names):
    body = json.loads(event["body"])
    return {name: body[name] for name in names}


def accepted(order_id):
    return {"statusCode": 202, "body": json.dumps({"id": order_id})}
