"""Tests of the steps of an order."""

import unittest

from src import app


class OrderTest(unittest.TestCase):
    def test_an_order_with_items_is_complete(self):
        self.assertTrue(app.check({"items": ["tea"]}, None)["complete"])

    def test_an_order_without_items_is_not(self):
        self.assertFalse(app.check({"items": []}, None)["complete"])
        self.assertFalse(app.check({}, None)["complete"])

    def test_a_shipped_order_says_so_and_keeps_the_rest(self):
        self.assertEqual(app.ship({"id": 1, "items": ["tea"]}, None), {"id": 1, "items": ["tea"], "shipped": True})
