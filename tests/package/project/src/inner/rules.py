def price(order):
    return order["price"]
