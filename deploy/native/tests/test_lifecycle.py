from unittest import TestCase

from watertight import lifecycle, links, needs, ports

from .replaced import replace


class Status(TestCase):
    def test_has_a_line_for_a_service_without_replicas(self) -> None:
        self.assertEqual([("order", "unserved", "-", "-", "0 replicas")], lifecycle.unserved({"user": 2, "order": 0}))


class WantedPorts(TestCase):
    def setUp(self) -> None:
        replace(self, needs, "grafana", lambda: None)

    def test_are_those_of_the_links_too_if_there_will_be_any(self) -> None:
        wanted = lifecycle.wanted_ports(ports.WELL_KNOWN, for_drills=True)
        self.assertEqual(ports.WELL_KNOWN.keys() - wanted.keys(), {"GRAFANA"})
        self.assertEqual({link.port for link in links.table(ports.WELL_KNOWN)}, {wanted[name] for name in wanted if ":" in name})

    def test_are_none_of_what_is_left_out(self) -> None:
        wanted = lifecycle.wanted_ports(ports.WELL_KNOWN, for_drills=False)
        self.assertEqual(ports.WELL_KNOWN.keys() - {"GRAFANA", "TOXIPROXY"}, wanted.keys())
