"""Runs once a night."""


def handler(event, context):
    print("good night")
