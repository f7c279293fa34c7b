// Tests of the steps of an order.

import assert from "node:assert/strict";
import { test } from "node:test";
import { check, ship } from "../src/app.mjs";

test("an order with items is complete", async () => {
  assert.equal((await check({ items: ["tea"] })).complete, true);
});

test("an order without items is not", async () => {
  assert.equal((await check({ items: [] })).complete, false);
  assert.equal((await check({})).complete, false);
});

test("a shipped order says so and keeps the rest", async () => {
  assert.deepEqual(await ship({ id: 1, items: ["tea"] }), { id: 1, items: ["tea"], shipped: true });
});
