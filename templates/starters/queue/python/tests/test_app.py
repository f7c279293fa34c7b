"""Tests of the worker."""

import unittest

from src import app


def messages(*bodies):
    return {"Records": [{"messageId": f"message-{index}", "body": body} for index, body in enumerate(bodies)]}


class WorkerTest(unittest.TestCase):
    def test_processed_messages_do_not_come_back(self):
        self.assertEqual(app.handler(messages("{}", "[1]"), None), {"batchItemFailures": []})

    def test_only_failed_messages_come_back(self):
        answer = app.handler(messages("{}", "not JSON", "{}"), None)
        self.assertEqual(answer, {"batchItemFailures": [{"itemIdentifier": "message-1"}]})
