"""The steps of an order."""


def check(order, context):
    return {**order, "complete": bool(order.get("items"))}


def ship(order, context):
    print("shipping", len(order["items"]), "items")
    return {**order, "shipped": True}
