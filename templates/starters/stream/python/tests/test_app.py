"""Tests of the reader."""

import base64
import unittest
from unittest.mock import patch

from src import app


class ReaderTest(unittest.TestCase):
    @patch("builtins.print")
    def test_records_are_decoded(self, printed):
        data = base64.b64encode(b"tea").decode()
        app.handler({"Records": [{"kinesis": {"partitionKey": "shop", "data": data}}]}, None)
        printed.assert_called_once_with("shop", 3, "bytes")
