#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What many rules, and settings that are in use, cost the proxy: CPU a request beside the same proxy with 5 rules.

The variants take turns within a round, as in compare.py, whose parts this uses: read the ratios.

    tests/bench/proxy/rules.py --build build/release [--rounds 15] [--seconds 1] [--connections 64] [--base DIR]

`--base DIR` is another build folder, whose proxy with 5 rules is measured beside: before and after a change.
"""
import argparse, copy, random, statistics, tempfile, types

import compare
from peers import POLICY, start_halftone


def many_rules(count):
    """As in real life: headers, cookies, blocks of addresses and users; none of them matches the load."""
    chance = random.Random(11)
    policy = copy.deepcopy(POLICY)
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
    policy = copy.deepcopy(POLICY)
    policy["traffic"] = {"timeouts": {"connect": "1s", "total": "30s"}, "retries": {}, "failures": {"count": 3},
                         "outliers": {}, "limits": {"requests": 100000, "connections": 100000},
                         "responseHeaders": {"set": {"X-Edge": "halftone"}, "remove": ["X-Powered-By"]}}
    return policy


def starter(policy, build=None):
    return lambda setup: start_halftone(setup, policy, build)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--base", help="the build folder of another state")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=1, help="of each run")
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    starters = {"5 rules": starter(POLICY), "1000 rules": starter(many_rules(1000)),
                "settings": starter(with_settings())}
    if options.base:
        starters["base"] = starter(POLICY, options.base)
    with tempfile.TemporaryDirectory() as directory:
        compare.write_load(directory)
        setup = types.SimpleNamespace(build=options.build, directory=directory, tls=False, kind="http")
        with compare.instances(setup, 100):
            results = compare.run_rounds("rules", options, setup, options.connections, starters)
        print(f"{options.connections} connections: CPU us/request | requests/s | errors | CPU ratio to 5 rules in a round")
        for name, rows in results.items():
            ratios = [row["cpu"] / five["cpu"] for row, five in zip(rows, results["5 rules"])]
            print(f"  {name:10} {compare.spread([row['cpu'] for row in rows])} | "
                  f"{statistics.median(row['rate'] for row in rows):9.0f} | {sum(row['errors'] for row in rows):4d} | "
                  f"{compare.spread(ratios)}")


if __name__ == "__main__":
    main()
