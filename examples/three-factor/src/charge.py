"""Charges customers for the orders they placed."""

import json

from orders import advance


def handler(event, context):
    order = event["detail"]
    charge(order["customer"], idempotency_key=order["id"])
    if not advance(order["id"], "PLACED", "PAID"):
        print(json.dumps({"order": order["id"], "repeated": True}))


def charge(customer, idempotency_key):
    """Stands for a call to a payment service, which charges once for a key."""
    print(json.dumps({"charge": customer, "key": idempotency_key}))
