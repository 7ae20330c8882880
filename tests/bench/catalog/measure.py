#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a registry takes for the calls of a console, at the size that fill.py made.

    fill.py --consul URL && measure.py --consul URL [--pid PID_OF_THE_REGISTRY]

Prints, for each call: the median and the worst of --rounds, and the bytes of its answer. Then how long a
change of one check's status takes until a blocked reader of /v1/health/state/critical has it, and of its
service; and the registry's memory.
"""
import argparse
import http.client
import json
import statistics
import threading
import time
import urllib.parse

CALLS = ("/v1/catalog/services?stale", "/v1/catalog/nodes?stale", "/v1/health/state/critical?stale",
         "/v1/health/state/warning?stale", "/v1/health/service/service-0007?stale",
         "/v1/catalog/node/bench-0007?stale")
NODE, CHECK = "bench-0000", "service:service-0001-00001"


class Registry:
    def __init__(self, url, token):
        self.address = urllib.parse.urlsplit(url).netloc
        self.headers = {"X-Consul-Token": token} if token else {}

    def ask(self, method, target, body=None):
        connection = http.client.HTTPConnection(self.address, timeout=120)
        try:
            start = time.monotonic()
            connection.request(method, target, body, self.headers)
            answer = connection.getresponse()
            text = answer.read()
            took = time.monotonic() - start
            if answer.status != 200:
                raise SystemExit(f"{method} {target}: {answer.status} {text[:200]}")
            return took * 1000, text, answer.getheader("X-Consul-Index")
        finally:
            connection.close()


def change_latency(registry, target, status):
    """Milliseconds from asking for the change until the blocked reader has its whole answer."""
    _, _, index = registry.ask("GET", target)
    done = []
    separator = "&" if "?" in target else "?"

    def read():
        registry.ask("GET", f"{target}{separator}index={index}&wait=60s")
        done.append(time.monotonic())

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.5)  # so that it blocks
    check = {"Node": NODE, "CheckID": CHECK, "Name": "bench", "Status": status, "ServiceID": CHECK[8:]}
    body = json.dumps({"Node": NODE, "SkipNodeUpdate": True, "Check": check})
    start = time.monotonic()
    registry.ask("PUT", "/v1/catalog/register", body)
    reader.join()
    return (done[0] - start) * 1000


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--consul", default="http://127.0.0.1:8500", metavar="URL")
    parser.add_argument("--token", default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pid", type=int, help="the registry's, to tell its memory")
    options = parser.parse_args()
    registry = Registry(options.consul, options.token)
    for call in CALLS:
        runs = [registry.ask("GET", call) for _ in range(options.rounds)]
        times = [took for took, _, _ in runs]
        print(f"{statistics.median(times):8.1f} ms {max(times):8.1f} ms worst {len(runs[-1][1]):10d} bytes  {call}")
    for target in ("/v1/health/state/critical", "/v1/health/service/service-0001"):
        times = [change_latency(registry, target, status) for status in ("critical", "passing") * 2]
        print(f"{statistics.median(times):8.1f} ms {max(times):8.1f} ms worst             a change to {target}")
    if options.pid:
        print(f"{resident_megabytes(options.pid):8.1f} MB resident")


if __name__ == "__main__":
    main()
