// Tests of the reader.

import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "../src/app.mjs";

test("records are decoded", async (context) => {
  const log = context.mock.method(console, "log", () => {});
  const data = Buffer.from("tea").toString("base64");
  await handler({ Records: [{ kinesis: { partitionKey: "shop", data } }] });
  assert.deepEqual(log.mock.calls[0].arguments, ["shop", 3, "bytes"]);
});
