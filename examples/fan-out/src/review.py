"""Has people look at large orders."""

import os

import boto3

sns = boto3.client("sns")


def handler(event, context):
    order = event["detail"]
    message = f"{order['customer']} in {order['country']} ordered for {order['total']}: see order {order['id']}"
    sns.publish(TopicArn=os.environ["TOPIC_ARN"], Subject="A large order", Message=message)
