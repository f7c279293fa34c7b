// Tests of what happens to an upload, with a bucket that is not there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lookAt } from "../src/uploads.mjs";

test("the file is looked at by its decoded name", async (context) => {
  const log = context.mock.method(console, "log", () => {});
  const head = context.mock.fn(async () => ({ ContentLength: 3 }));
  const s3 = { bucket: { name: "uploads" }, object: { key: "incoming/my+tea.txt" } };
  await lookAt({ Records: [{ s3 }] }, head);
  assert.deepEqual(head.mock.calls[0].arguments, [{ Bucket: "uploads", Key: "incoming/my tea.txt" }]);
  assert.deepEqual(log.mock.calls[0].arguments, ["incoming/my tea.txt", 3, "bytes"]);
});
