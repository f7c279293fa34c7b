"""Tests of what runs at night."""

import unittest
from unittest.mock import patch

from src import app


class NightlyTest(unittest.TestCase):
    @patch("builtins.print")
    def test_a_run_says_good_night(self, printed):
        app.handler({}, None)
        printed.assert_called_once_with("good night")
