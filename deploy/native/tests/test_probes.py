from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest import TestCase

from watertight import probes

STATISTICS = """# pxname,svname,qcur,status
shop,FRONTEND,,OPEN
order,order1,0,UP
order,order2,0,UP 1/3
order,order3,0,DOWN
order,order4,0,MAINT (resolution)
order,BACKEND,0,UP
order-twice,order1,0,UP
order-twice,order2,0,{second}
order-twice,BACKEND,0,UP
user,user1,0,UP
user-twice,user1,0,UP
user-hashing,user1,0,MAINT (resolution)
user-hashing,BACKEND,0,DOWN
product,product1,0,UP
"""


class EdgeServers(TestCase):
    """As HAProxy tells of them."""

    def edge(self, second: str) -> int:
        """Its port; one that says this of the second replica of Order."""

        class Edge(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(STATISTICS.format(second=second).encode())

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Edge)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.addCleanup(server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        return server.server_port

    def test_are_those_that_are_sent_requests(self) -> None:
        port = self.edge("UP")
        self.assertEqual([2, 0, 1, 0], [probes.edge_servers(port, service) for service in ("order", "user", "product", "payment")])

    def test_are_not_those_that_are_not_yet_sent_what_may_be_tried_twice(self) -> None:
        for second in ("DOWN", "DOWN 1/2", "MAINT (resolution)"):
            with self.subTest(second):
                self.assertEqual(1, probes.edge_servers(self.edge(second), "order"))

    def test_are_none_of_an_edge_that_is_gone(self) -> None:
        self.assertEqual(0, probes.edge_servers(1, "order"))
