"""Tests of the API, with a table that is not there."""

import base64
import json
import os
import sys
import unittest
from unittest.mock import MagicMock, patch

# Only Lambda has to have boto3.
with patch.dict(sys.modules, boto3=MagicMock()), patch.dict(os.environ, TABLE_NAME="items"):
    from src import app


def request(method, **rest):
    path = {"pathParameters": {"id": "1"}, "requestContext": {"http": {"method": method}}}
    return {**path, "isBase64Encoded": False, **rest}


class ItemsTest(unittest.TestCase):
    def setUp(self):
        app.table = MagicMock()

    def test_an_item_is_read(self):
        app.table.get_item.return_value = {"Item": {"id": "1", "body": "tea"}}
        answer = app.handler(request("GET"), None)
        self.assertEqual(answer["statusCode"], 200)
        self.assertEqual(json.loads(answer["body"]), {"id": "1", "body": "tea"})

    def test_an_item_that_does_not_exist_is_not_found(self):
        app.table.get_item.return_value = {}
        self.assertEqual(app.handler(request("GET"), None)["statusCode"], 404)

    def test_an_item_is_written(self):
        answer = app.handler(request("PUT", body="tea"), None)
        self.assertEqual(answer, {"statusCode": 204})
        app.table.put_item.assert_called_once_with(Item={"id": "1", "body": "tea"})

    def test_a_body_in_base64_is_decoded(self):
        body = base64.b64encode(b"tea").decode()
        app.handler(request("PUT", body=body, isBase64Encoded=True), None)
        app.table.put_item.assert_called_once_with(Item={"id": "1", "body": "tea"})
