#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Halftone's proxy beside nginx (map), nginx with Lua and HAProxy, in one run: the table of README.

The same gray rules in each, one worker each, pinned to core 0; load and instances on core 1. The proxies take short turns
within a round, in an order that changes, since a machine's speed drifts: the ratios are medians, with their quartiles, of
those within rounds to the fastest peer, and all other figures are medians. CPU is the process's own clock,
children included; memory is its proportional set size.

    cmake --preset release && cmake --build --preset release --target halftone-server bench_upstream bench_wsload
    tests/bench/proxy/compare.py --build build/release [--rounds 15] [--seconds 1] [--only small-64,tls]

Needs Debian's nginx, libnginx-mod-http-lua, haproxy, wrk and openssl; peers that are missing are left out.
"""
import argparse, contextlib, os, random, statistics, subprocess, sys, tempfile, time, types

from peers import available
from processes import LOAD_CORE, Process, foreign_load, free_port, wait_for, write

WRK = """local requests, n, i = {}, 0, 0
function init(args)
  for r in assert(io.open(args[1], "rb")):read("*a"):gmatch("(.-\\r\\n\\r\\n)") do n = n + 1; requests[n] = r end
end
function request() i = i % n + 1; return requests[i] end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(99),
           e.connect + e.read + e.write + e.status + e.timeout))
end
"""

# name: (what it is, kind, connections, bytes of a body, TLS, the aim for the ratio to the fastest peer)
SCENARIOS = {
    "small-64": ("100 B answers, 64 connections", "http", 64, 100, False, 0.75),
    "small-512": ("100 B answers, 512 connections", "http", 512, 100, False, 0.75),
    "body-16k": ("16 KB answers, 64 connections", "http", 64, 16384, False, 0.85),
    "tls": ("TLS, keep-alive, 64 connections", "http", 64, 100, True, 0.85),
    "handshakes": ("TLS, a handshake each, 32 connections", "close", 32, 100, True, 1.0),
    "websocket": ("WebSocket echo, 64 tunnels", "echo", 64, 100, False, 0.95),
    "idle": ("an idle keep-alive client", "idle", 4000, 100, False, None),
    "tunnels": ("an idle tunnelled WebSocket", "tunnels", 4000, 100, False, None),
}


def request_mix(close):
    """A hundred requests of about 330 bytes: 5 beta, 10 premium, 80 with a user id."""
    chance = random.Random(7)
    text = ""
    for i in range(100):
        text += f"GET /api/v1/items?id={i} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
        text += "Accept: application/json\r\nAccept-Encoding: gzip\r\n"
        text += f"Cookie: sid={chance.getrandbits(128):032x}; user_type={'premium' if i % 10 == 3 else 'free'}; theme=dark\r\n"
        if i % 5 != 4:
            text += f"X-User-ID: {chance.randrange(10**6)}\r\n"
        if i % 4 == 0:
            text += f"X-App-Version: {'beta' if i % 20 == 0 else 'stable'}\r\n"
        text += "Connection: close\r\n\r\n" if close else "\r\n"
    return text


def write_load(directory):
    write(f"{directory}/mix-http", request_mix(False))
    write(f"{directory}/mix-close", request_mix(True))
    write(f"{directory}/mix.lua", WRK)


def result_of(output):
    line = next((line for line in output.splitlines() if line.startswith("RESULT")), None)
    if line is None:
        raise SystemExit("the load program told nothing: " + output)
    return [int(word) for word in line.split()[1:]]


def http_load(setup, port, connections, seconds):
    scheme = "https" if setup.tls else "http"
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s",
               f"{setup.directory}/mix.lua", f"{scheme}://127.0.0.1:{port}", "--", f"{setup.directory}/mix-{setup.kind}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    requests, microseconds, p99, errors = result_of(output)
    return dict(count=requests, rate=requests / microseconds * 1e6, p99=p99 / 1000, errors=errors)


def echo_load(setup, port, connections, seconds):
    command = ["taskset", "-c", LOAD_CORE, f"{setup.build}/bin/bench_wsload", "echo", str(port), str(connections),
               str(seconds)]
    count, p99 = result_of(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return dict(count=count, rate=count / seconds, p99=p99 / 1000, errors=0)


def measure_load(proxy, port, setup, connections, seconds):
    load = echo_load if setup.kind == "echo" else http_load
    before = proxy.cpu_seconds()
    row = load(setup, port, connections, seconds)
    row["cpu"] = (proxy.cpu_seconds() - before) / max(row["count"], 1) * 1e6
    return row


def run_rounds(name, options, setup, connections, peers):
    """All proxies stand throughout, so that a round is short: what disturbs the machine meets all of them alike."""
    results, standing = {peer: [] for peer in peers}, {}
    try:
        for peer, start in peers.items():
            standing[peer] = start(setup)
            wait_for(standing[peer][1])
            measure_load(*standing[peer], setup, connections, 1)  # warm: connections, pools, caches
        order = list(peers)
        for number in range(options.rounds):
            random.Random(number).shuffle(order)
            for peer in order:
                results[peer].append(measure_load(*standing[peer], setup, connections, options.seconds))
                print(f"  {name} round {number + 1} {peer}: {results[peer][-1]}", file=sys.stderr)
    finally:
        for proxy, _ in standing.values():
            proxy.stop()
    return results


def measure_memory(start, setup, connections):
    proxy, port = start(setup)
    try:
        wait_for(port)
        http_load(types.SimpleNamespace(**{**vars(setup), "kind": "http"}), port, 64, 1)
        before = proxy.private_bytes()
        holder = Process(LOAD_CORE, [f"{setup.build}/bin/bench_wsload", setup.kind, str(port), str(connections), "0"],
                         setup.directory, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = holder.popen.stdout.readline()
        if not line.startswith("RESULT"):
            raise SystemExit("the connections were not made")
        time.sleep(1)
        per_client = (proxy.private_bytes() - before) / connections
        holder.stop()
        return dict(bytes=per_client)
    finally:
        proxy.stop()


@contextlib.contextmanager
def instances(setup, size):
    """Two of them, of v1 and v2, whose addresses `setup` then tells."""
    setup.v1, setup.v2 = free_port(), free_port()
    running = [Process(LOAD_CORE, [f"{setup.build}/bin/bench_upstream", str(port), version, str(size)], setup.directory)
               for port, version in ((setup.v1, "v1"), (setup.v2, "v2"))]
    try:
        for port in (setup.v1, setup.v2):
            wait_for(port)
        yield
    finally:
        for instance in running:
            instance.stop()


def run_scenario(name, options, directory, peers):
    what, kind, connections, size, tls, aim = SCENARIOS[name]
    setup = types.SimpleNamespace(build=options.build, directory=directory, tls=tls, kind=kind, pem=f"{directory}/tls.pem")
    memory = kind in ("idle", "tunnels")
    with instances(setup, size):
        if memory:
            results = {peer: [measure_memory(start, setup, connections) for _ in range(3)] for peer, start in peers.items()}
        else:
            results = run_rounds(name, options, setup, connections, peers)
    return what, aim, memory, results


def ratios(results, key):
    """Of ours to the peer that is best over all rounds, each within its round. The best of each round would be the luckiest."""
    others = [peer for peer in results if peer != "halftone"]
    if not others:
        return []
    best = (max if key == "rate" else min)(others, key=lambda peer: statistics.median(row[key] for row in results[peer]))
    return [row[key] / results[best][number][key] for number, row in enumerate(results["halftone"])]


def spread(values, digits=2):
    if not values:
        return "-"
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return f"{middle:.{digits}f} [{low:.{digits}f}..{high:.{digits}f}]"


def tell(what, aim, memory, results):
    if memory:
        cells = ", ".join(f"{peer} {statistics.median(row['bytes'] for row in rows) / 1024:.2f} KB"
                          for peer, rows in results.items())
        print(f"| {what} | {cells} | | |")
        return
    cpu = ", ".join(f"{peer} {statistics.median(row['cpu'] for row in rows):.1f}" for peer, rows in results.items())
    p99 = ", ".join(f"{peer} {statistics.median(row['p99'] for row in rows):.1f}" for peer, rows in results.items())
    errors = sum(row["errors"] for rows in results.values() for row in rows)
    print(f"| {what} | {cpu} | {spread(ratios(results, 'cpu'))} (aim {aim}) | {spread(ratios(results, 'rate'))} | {p99} |"
          + (f" errors: {errors}" if errors else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=1, help="of each run")
    parser.add_argument("--only", default=",".join(SCENARIOS), help="scenarios, by name")
    parser.add_argument("--peers", default="", help="peers, by name (default: all that are installed)")
    options = parser.parse_args()
    peers = available([peer for peer in options.peers.split(",") if peer])
    with tempfile.TemporaryDirectory() as directory:
        write_load(directory)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=shop.example", "-keyout", f"{directory}/key", "-out",
                        f"{directory}/cert"], check=True, capture_output=True)
        write(f"{directory}/tls.pem", open(f"{directory}/cert").read() + open(f"{directory}/key").read())
        os.chmod(directory, 0o755)  # nginx's worker is another user where this runs as root
        print(f"others used {foreign_load():.2f} cores before the run; {options.rounds} rounds of {options.seconds} s\n")
        print("| | CPU us | ratio of CPU to the best peer | ratio of requests/s | p99 ms |")
        print("| --- | --- | --- | --- | --- |")
        for name in options.only.split(","):
            tell(*run_scenario(name, options, directory, peers))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
