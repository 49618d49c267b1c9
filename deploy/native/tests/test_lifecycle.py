from unittest import TestCase

from watertight import lifecycle


class Status(TestCase):
    def test_has_a_line_for_a_service_without_replicas(self) -> None:
        self.assertEqual([("order", "unserved", "-", "-", "0 replicas")], lifecycle.unserved({"user": 2, "order": 0}))
