#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a Consul, or the embedded registry, with a catalog of a chosen size.

The instances lie on external nodes (bench-0000 ...), a hundred on each, so no agent takes them away again.
Every instance has the meta `version`, a tag, an address, and one check; of a hundred checks one is critical
and one is a warning. Writing the same catalog again changes nothing. --remove takes it out.

    fill.py --services 5000 --instances 50000 --consul http://127.0.0.1:8500
"""
import argparse
import concurrent.futures
import http.client
import json
import sys
import threading
import time
import urllib.parse

INSTANCES_A_NODE = 100
OPERATIONS_A_WRITE = 60  # Consul's limit is 64
VERSIONS = ("1.4.0", "1.5.0", "2.0.0-rc1")


class Consul:
    """One connection for each thread."""

    def __init__(self, url, token):
        self.url = urllib.parse.urlsplit(url)
        self.headers = {"X-Consul-Token": token} if token else {}
        self.local = threading.local()

    def request(self, method, target, body=None):
        if not hasattr(self.local, "connection"):
            kind = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
            self.local.connection = kind(self.url.netloc, timeout=60)
        data = None if body is None else json.dumps(body, separators=(",", ":"))
        self.local.connection.request(method, target, data, self.headers)
        answer = self.local.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {target}: {answer.status} {text[:300].decode(errors='replace')}")
        return json.loads(text or b"null")


def node_name(number):
    return f"bench-{number:04d}"


def state_of(number):
    if number % 100 == 7:
        return "critical", "HTTP GET http://10.0.0.1:8080/health: 503 Service Unavailable Output: no database"
    if number % 100 == 13:
        return "warning", "HTTP GET http://10.0.0.1:8080/health: 429 Too Many Requests Output: busy"
    return "passing", "HTTP GET http://10.0.0.1:8080/health: 200 OK Output: fine"


def operations(first, last, services):
    """The writes of instances first..last-1, all on one node."""
    node = node_name(first // INSTANCES_A_NODE)
    for number in range(first, last):
        service = f"service-{number % services:04d}"
        identity = f"{service}-{number:05d}"
        version = VERSIONS[(number // services) % len(VERSIONS)]
        status, output = state_of(number)
        yield {"Service": {"Verb": "set", "Node": node, "Service": {
            "ID": identity, "Service": service, "Tags": ["bench", f"v{version}"], "Port": 1024 + number % 60000,
            "Address": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Meta": {"version": version, "zone": f"z{number % 3}"}, "Weights": {"Passing": 1, "Warning": 1}}}}
        yield {"Check": {"Verb": "set", "Check": {
            "Node": node, "CheckID": f"service:{identity}", "Name": f"Service '{service}' check",
            "Status": status, "Output": output, "ServiceID": identity, "ServiceName": service}}}


def fill_node(consul, number, instances, services):
    consul.request("PUT", "/v1/catalog/register", {
        "Node": node_name(number), "Address": f"10.200.{number >> 8}.{number & 255}",
        "NodeMeta": {"external-node": "true"}, "Check": {"CheckID": "host", "Name": "host", "Status": "passing"}})
    first = number * INSTANCES_A_NODE
    last = min(first + INSTANCES_A_NODE, instances)
    step = OPERATIONS_A_WRITE // 2
    for start in range(first, last, step):
        consul.request("PUT", "/v1/txn", list(operations(start, min(start + step, last), services)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, default=5000)
    parser.add_argument("--instances", type=int, default=50000)
    parser.add_argument("--consul", default="http://127.0.0.1:8500", metavar="URL")
    parser.add_argument("--token", default="")
    parser.add_argument("--parallel", type=int, default=4, help="writers at once")
    parser.add_argument("--remove", action="store_true", help="take the bench's nodes out instead")
    options = parser.parse_args()
    if options.services < 1 or options.instances < options.services:
        parser.error("each service needs an instance")
    consul = Consul(options.consul, options.token)
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.parallel) as writers:
        if options.remove:
            names = [node["Node"] for node in consul.request("GET", "/v1/catalog/nodes")]
            names = [name for name in names if name.startswith("bench-")]
            list(writers.map(lambda name: consul.request("PUT", "/v1/catalog/deregister", {"Node": name}), names))
            done = f"removed {len(names)} nodes"
        else:
            nodes = -(-options.instances // INSTANCES_A_NODE)
            list(writers.map(
                lambda number: fill_node(consul, number, options.instances, options.services), range(nodes)))
            done = f"{options.services} services, {options.instances} instances on {nodes} nodes"
    print(f"{done} in {time.monotonic() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
