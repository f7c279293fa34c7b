// Tests of the API, with a table in memory.

import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "../src/items.mjs";

function table(...items) {
  const stored = new Map(items.map((item) => [item.id, item]));
  return { stored, read: async (id) => stored.get(id), write: async (item) => stored.set(item.id, item) };
}

function request(method, rest) {
  return { pathParameters: { id: "1" }, requestContext: { http: { method } }, isBase64Encoded: false, ...rest };
}

test("an item is read", async () => {
  const { statusCode, body } = await answer(request("GET"), table({ id: "1", body: "tea" }));
  assert.equal(statusCode, 200);
  assert.deepEqual(JSON.parse(body), { id: "1", body: "tea" });
});

test("an item that does not exist is not found", async () => {
  const { statusCode } = await answer(request("GET"), table());
  assert.equal(statusCode, 404);
});

test("an item is written", async () => {
  const items = table();
  assert.deepEqual(await answer(request("PUT", { body: "tea" }), items), { statusCode: 204 });
  assert.deepEqual(items.stored.get("1"), { id: "1", body: "tea" });
});

test("a body in Base64 is decoded", async () => {
  const items = table();
  const body = Buffer.from("tea").toString("base64");
  await answer(request("PUT", { body, isBase64Encoded: true }), items);
  assert.equal(items.stored.get("1").body, "tea");
});
