from unittest import TestCase

from watertight import configuration, places, ports
from watertight.failure import Failure

MOVED = ports.from_environment({"WATERTIGHT_PORT_OFFSET": "10000", "WATERTIGHT_CONSUL_DNS_PORT": "5353"})


class AddressRewriting(TestCase):
    def rewritten(self, text: str) -> str:
        return configuration.rewrite(text, MOVED)

    def test_gives_a_compose_host_its_native_address(self) -> None:
        self.assertEqual("server: 127.0.0.1:18500", self.rewritten("server: consul:8500"))

    def test_tells_a_hosts_ports_apart(self) -> None:
        self.assertEqual("nameserver consul 127.0.0.1:5353", self.rewritten("nameserver consul consul:8600"))

    def test_rewrites_inside_urls_and_quotes(self) -> None:
        self.assertEqual("['http://127.0.0.1:19411/api']", self.rewritten("['http://zipkin:9411/api']"))

    def test_binds_the_loopback_where_a_container_binds_everything(self) -> None:
        self.assertEqual("bind 127.0.0.1:18080", self.rewritten("bind 0.0.0.0:8080"))
        self.assertEqual("${HOST:-127.0.0.1}", self.rewritten("${HOST:-0.0.0.0}"))

    def test_keeps_the_name_a_browser_uses(self) -> None:
        self.assertEqual("http://localhost:19090/", self.rewritten("http://localhost:9090/"))

    def test_sends_whoever_looks_for_traces_to_zipkin(self) -> None:
        self.assertEqual("http://localhost:19411/zipkin/", self.rewritten("http://localhost:3000/explore"))

    def test_names_folders_of_this_machine(self) -> None:
        self.assertEqual(f"path: {places.ROOT}/grafana-dashboards/dashboards", self.rewritten("path: /var/lib/grafana/dashboards"))

    def test_leaves_what_only_looks_like_an_address(self) -> None:
        for text in ("my-consul:8500", "consul.d:8500", "10.0.0.0/8", "order:8080", "labels: {job: consul}"):
            self.assertEqual(text, self.rewritten(text))

    def test_refuses_what_is_nowhere_natively(self) -> None:
        for address in ("tempo:4317", "consul:9999", "order-db:3306"):
            with self.assertRaisesRegex(Failure, address):
                self.rewritten(f"endpoint: {address}")


class CommittedConfiguration(TestCase):
    def test_has_a_native_address_for_all_it_names(self) -> None:
        for source in configuration.SOURCES:
            for file in configuration.files(places.ROOT / source):
                with self.subTest(file=file):
                    configuration.rewrite(file.read_text(encoding="utf-8"), MOVED)
