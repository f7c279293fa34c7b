// Tests of the worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "../src/app.mjs";

function messages(...bodies) {
  return { Records: bodies.map((body, index) => ({ messageId: `message-${index}`, body })) };
}

test("processed messages do not come back", async () => {
  assert.deepEqual(await handler(messages("{}", "[1]")), { batchItemFailures: [] });
});

test("only failed messages come back", async () => {
  const answer = await handler(messages("{}", "not JSON", "{}"));
  assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "message-1" }] });
});
