#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an instance that is killed with -9 under load costs: failed requests and the slowest answer.

Two instances, 64 connections of wrk; halfway one of the instances is killed. Beside it, in turn, the same without a
kill, since a busy machine alone makes answers slow. nginx, where it is there, under the same load.

    tests/bench/proxy/failover.py --build build/release [--rounds 3] [--seconds 4]
"""
import argparse, json, os, shutil, signal, subprocess, tempfile, threading

from processes import LOAD_CORE, PROXY_CORE, Process, free_port, wait_for, write

POLICY = {"apiVersion": "halftone/v1", "service": "shop", "versions": {"v1": {"select": {"version": "v1"}}},
          "stable": "v1", "default": {"split": [{"version": "v1", "weight": 100}]}}
NGINX = """daemon off; worker_processes 1; pid %(dir)s/nginx.pid; error_log %(dir)s/error.log;
events { worker_connections 4096; }
http { access_log off; keepalive_requests 1000000000; proxy_http_version 1.1;
  client_body_temp_path %(dir)s/b; proxy_temp_path %(dir)s/p; fastcgi_temp_path %(dir)s/f; scgi_temp_path %(dir)s/s;
  uwsgi_temp_path %(dir)s/u;
  upstream v1 { server 127.0.0.1:%(a)d; server 127.0.0.1:%(b)d; keepalive 512; keepalive_requests 1000000000; }
  server { listen 127.0.0.1:%(port)d; location / { proxy_set_header Connection ""; proxy_pass http://v1; } } }
"""
LUA = """function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, e.connect + e.read + e.write + e.status + e.timeout,
           latency.max))
end
"""


def start_halftone(options, ports, directory, retries):
    port = free_port()
    policy = dict(POLICY) if retries else dict(POLICY, traffic={"retries": {"attempts": 0}})
    return Process(PROXY_CORE, [
        f"{options.build}/bin/halftone-server", "proxy", "--service", "shop", "--listen", f"127.0.0.1:{port}", "--admin",
        "127.0.0.1:0", "--workers", "1", "--policy", write(f"{directory}/policy.json", json.dumps(policy)),
        "--endpoints", write(f"{directory}/endpoints.json",
                                     json.dumps({"v1": [f"127.0.0.1:{p}" for p in ports]}))], directory), port


def start_nginx(options, ports, directory):
    port = free_port()
    config = write(f"{directory}/nginx.conf", NGINX % dict(dir=directory, port=port, a=ports[0], b=ports[1]))
    return Process(PROXY_CORE, [shutil.which("nginx"), "-p", directory, "-c", config], directory), port


def run(options, start, kill, directory):
    ports = [free_port(), free_port()]
    instances = [Process(LOAD_CORE, [f"{options.build}/bin/bench_upstream", str(port), "x", "100"],
                                 directory) for port in ports]
    for port in ports:
        wait_for(port)
    proxy, port = start(options, ports, directory)
    wait_for(port)
    timer = threading.Timer(options.seconds / 2, lambda: os.kill(instances[1].popen.pid, signal.SIGKILL))
    if kill:
        timer.start()
    output = subprocess.run(["taskset", "-c", LOAD_CORE, "wrk", "-t1", "-c64", f"-d{options.seconds}s", "-s",
                             f"{directory}/done.lua", f"http://127.0.0.1:{port}/"], capture_output=True, text=True,
                            check=True).stdout
    timer.cancel()
    line = next(line for line in output.splitlines() if line.startswith("RESULT"))
    proxy.stop()
    for instance in instances:
        instance.stop()
    return [int(word) for word in line.split()[1:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each run")
    options = parser.parse_args()
    variants = {"halftone": lambda *a: start_halftone(*a, True), "without retries": lambda *a: start_halftone(*a, False)}
    if shutil.which("nginx"):
        variants["nginx"] = start_nginx
    with tempfile.TemporaryDirectory() as directory:
        write(f"{directory}/done.lua", LUA)
        for _ in range(options.rounds):
            for name, start in variants.items():
                for kill in (False, True):
                    requests, failed, slowest = run(options, start, kill, directory)
                    print(f"{name:16} {'killed' if kill else 'left':6} {requests:8d} requests {failed:4d} failed "
                          f"slowest {slowest / 1000:7.1f} ms")


if __name__ == "__main__":
    main()
