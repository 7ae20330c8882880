#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What many rules, and settings that are in use, cost the proxy: CPU a request beside the same proxy with 5 rules.

The variants take turns within a round, as in compare.py, whose parts this uses: read the ratios.

    tests/bench/proxy/rules.py --build build/release [--rounds 5] [--seconds 4] [--connections 64] [--base DIR]

`--base DIR` is another build folder, whose proxy with 5 rules is measured beside: before and after a change.
"""
import argparse, copy, json, os, random, statistics, tempfile

import compare


def many_rules(count):
    """As in real life: headers, cookies, blocks of addresses and users; none of them matches the load."""
    chance = random.Random(11)
    policy = copy.deepcopy(compare.POLICY)
    to_v2 = [{"version": "v2", "weight": 100}]
    rules = []
    for i in range(count - len(policy["rules"]) - 1):
        block = ".".join(str(chance.randrange(1, 255)) for _ in range(3)) + ".0/24"
        when = [{"attr": "header:X-Tenant", "is": f"tenant-{i}"}, {"attr": "cookie:sid", "is": f"{i:032x}"},
                {"attr": "ip", "in": [block.replace("127.", "128.")]}, {"attr": "user", "is": f"nobody-{i}"}][i % 4]
        rules.append({"name": f"rule {i}", "when": [when], "split": to_v2})
    policy["rules"] = rules + policy["rules"]
    return policy


def with_settings():
    policy = copy.deepcopy(compare.POLICY)
    policy["traffic"] = {"timeouts": {"connect": "1s", "total": "30s"}, "retries": {}, "failures": {"count": 3},
                         "outliers": {}, "limits": {"requests": 100000, "connections": 100000},
                         "responseHeaders": {"set": {"X-Edge": "halftone"}, "remove": ["X-Powered-By"]}}
    return policy


def starter(policy, build=None):
    def start(own, ports, directory):
        port = compare.free_port()
        name = f"{directory}/policy-{port}.json"
        endpoints = compare.write(f"{directory}/endpoints.json", json.dumps(
            {"v1": [f"127.0.0.1:{ports[0]}"], "v2": [f"127.0.0.1:{ports[1]}"]}))
        command = [f"{build or own}/bin/halftone-server", "proxy", "--service", "shop", "--listen",
                   f"127.0.0.1:{port}", "--admin", "127.0.0.1:0", "--policy",
                   compare.write(name, json.dumps(policy)), "--endpoints", endpoints, "--workers", "1"]
        return compare.Process(compare.PROXY_CORE, command, directory), port
    return start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--base", help="the build folder of another state")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4, help="of each run")
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    starters = {"5 rules": starter(compare.POLICY), "1000 rules": starter(many_rules(1000)),
                "settings": starter(with_settings())}
    if options.base:
        starters["base"] = starter(compare.POLICY, options.base)
    with tempfile.TemporaryDirectory() as directory:
        compare.write(f"{directory}/mix", compare.request_mix())
        compare.write(f"{directory}/mix.lua", compare.WRK)
        ports = [compare.free_port(), compare.free_port()]
        upstream = os.path.join(options.build, "bin/bench_upstream")
        instances = [compare.Process(compare.LOAD_CORE, [upstream, str(port), name, "100"], directory)
                     for port, name in zip(ports, ("v1", "v2"))]
        for port in ports:
            compare.wait_for(port)
        results = {name: [] for name in starters}
        for number in range(options.rounds):
            for name in starters if number % 2 == 0 else reversed(starters):
                results[name].append(compare.measure(starters[name], options, options.connections, ports, directory))
        print(f"{options.connections} connections: CPU us/request | requests/s | errors | CPU ratio to 5 rules in a round")
        for name, rows in results.items():
            ratios = [row["cpu"] / five["cpu"] for row, five in zip(rows, results["5 rules"])]
            print(f"  {name:10} {compare.spread([row['cpu'] for row in rows])} | "
                  f"{statistics.median(row['rate'] for row in rows):9.0f} | {sum(row['errors'] for row in rows):4d} | "
                  f"{compare.spread(ratios)}")
        for instance in instances:
            instance.stop()


if __name__ == "__main__":
    main()
