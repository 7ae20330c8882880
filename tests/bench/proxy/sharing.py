#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""That the proxy's workers share nothing: calls to futex(2), which every lock that is waited for makes, in a load on two.

    tests/bench/proxy/sharing.py --build build/release [--seconds 5]

Needs perf(1), as root or with kernel.perf_event_paranoid at -1.
"""
import argparse, os, subprocess, tempfile, types

import compare
from peers import start_halftone
from processes import wait_for


def cpu_of_threads(pid):
    """Seconds, by thread."""
    result = []
    for thread in sorted(os.listdir(f"/proc/{pid}/task"), key=int):
        with open(f"/proc/{pid}/task/{thread}/stat") as stat:
            name, fields = stat.read().split(")", 1)
        ticks = sum(int(field) for field in fields.split()[11:13])
        result.append((name.split("(", 1)[1], ticks / os.sysconf("SC_CLK_TCK")))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        compare.write_load(directory)
        setup = types.SimpleNamespace(build=options.build, directory=directory, tls=False, kind="http")
        with compare.instances(setup, 100):
            proxy, port = start_halftone(setup, workers=2)
            wait_for(port)
            compare.http_load(setup, port, 64, 1)
            events = "raw_syscalls:sys_enter,syscalls:sys_enter_futex"
            perf = subprocess.Popen(["perf", "stat", "-x", ",", "-e", events, "-p", str(proxy.popen.pid), "sleep",
                                     str(options.seconds)], stderr=subprocess.PIPE, text=True)
            row = compare.http_load(setup, port, 64, options.seconds)
            print(f"{row['count']} requests, {row['errors']} errors")
            for line in perf.communicate()[1].splitlines():
                count, _, event = line.split(",")[:3]
                print(f"{event}: {count}")
            for name, seconds in cpu_of_threads(proxy.popen.pid):
                print(f"{name}: {seconds:.2f} s of CPU")
            proxy.stop()


if __name__ == "__main__":
    main()
