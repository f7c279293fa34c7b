"""Functions whose answer someone waits for."""

import json


def api(event, context):
    name = event["pathParameters"]["name"]
    return {"statusCode": 200, "body": json.dumps({"hello": name, "method": event["httpMethod"]})}


def http_api(event, context):
    # An HTTP API takes any answer without a statusCode as the body.
    return {"hello": event["pathParameters"]["name"], "method": event["requestContext"]["http"]["method"]}


def cognito(event, context):
    # The answer is the event, filled in. An exception would refuse the new user.
    email = event["request"]["userAttributes"].get("email", "")
    event["response"]["autoConfirmUser"] = email.endswith("@example.com")
    return event


def alexa_skill(event, context):
    speech = {"type": "PlainText", "text": f"You sent me a {event['request']['type']}."}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}
