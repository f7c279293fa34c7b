import inner.rules


def handler(event, context):
    return inner.rules.price(event)
