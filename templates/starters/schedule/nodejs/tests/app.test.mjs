// Tests of what runs at night.

import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "../src/app.mjs";

test("a run says good night", async (context) => {
  const log = context.mock.method(console, "log", () => {});
  await handler({});
  assert.deepEqual(log.mock.calls[0].arguments, ["good night"]);
});
