"""Tests of what happens to an upload, with a bucket that is not there."""

import sys
import unittest
from unittest.mock import MagicMock, patch

# Only Lambda has to have boto3.
with patch.dict(sys.modules, boto3=MagicMock()):
    from src import app


class UploadTest(unittest.TestCase):
    @patch("builtins.print")
    def test_the_file_is_looked_at_by_its_decoded_name(self, printed):
        app.s3 = MagicMock()
        app.s3.head_object.return_value = {"ContentLength": 3}
        s3 = {"bucket": {"name": "uploads"}, "object": {"key": "incoming/my+tea.txt"}}
        app.handler({"Records": [{"s3": s3}]}, None)
        app.s3.head_object.assert_called_once_with(Bucket="uploads", Key="incoming/my tea.txt")
        printed.assert_called_once_with("incoming/my tea.txt", 3, "bytes")
