"""Has orders packed that are paid."""

import json

from orders import advance


def handler(event, context):
    order_id = event["detail"]["id"]
    ask_for_packing(order_id)
    if not advance(order_id, "PAID", "PACKED"):
        print(json.dumps({"order": order_id, "repeated": True}))


def ask_for_packing(order_id):
    """Stands for a call to the warehouse, which packs an order once however often it is asked."""
    print(json.dumps({"pack": order_id}))
