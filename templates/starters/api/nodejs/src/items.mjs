// What the API answers. It knows nothing of AWS's libraries, so that its tests need none.

export async function answer(event, table) {
  const { id } = event.pathParameters;
  if (event.requestContext.http.method === "PUT") {
    await table.write({ id, body: body(event) });
    return { statusCode: 204 };
  }
  const item = await table.read(id);
  if (item === undefined) {
    return { statusCode: 404, body: JSON.stringify({ message: `there is no item ${id}` }) };
  }
  return { statusCode: 200, body: JSON.stringify(item) };
}

function body(event) {
  const sent = event.body ?? "";
  return event.isBase64Encoded ? Buffer.from(sent, "base64").toString() : sent;
}
