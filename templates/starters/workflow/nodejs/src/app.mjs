// The steps of an order.

export async function check(order) {
  return { ...order, complete: Boolean(order.items?.length) };
}

export async function ship(order) {
  console.log("shipping", order.items.length, "items");
  return { ...order, shipped: true };
}
