#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""CPU a request of Halftone's proxy beside nginx and HAProxy, in one run.

The same gray rules in each (header, cookie, hash of the user id, address block, 5 % of the rest), one worker each,
pinned to core 0; load (wrk) and instances on core 1. The proxies take turns within a round, since a machine's
speed drifts: read the ratios within rounds, not the absolute figures. CPU is the process's own clock, children
included.

    cmake --preset release && cmake --build --preset release --target halftone-server bench_upstream
    tests/bench/proxy/compare.py --build build/release [--rounds 5] [--seconds 4] [--connections 64,512] [--bytes 100]

Needs Debian's nginx, haproxy and wrk; those that are missing are left out.
"""
import argparse, ctypes, json, os, random, shutil, signal, socket, statistics, subprocess, tempfile, time

PROXY_CORE, LOAD_CORE = "0", "1"
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None)


def die_with_parent():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A program pinned to a core that ends with this script."""

    def __init__(self, core, command, directory):
        self.log = open(os.path.join(directory, os.path.basename(command[0]) + ".log"), "ab")
        self.popen = subprocess.Popen(["taskset", "-c", core] + command, stdin=subprocess.DEVNULL, stdout=self.log,
                                      stderr=self.log, preexec_fn=die_with_parent)

    def family(self):
        pids, left = [], [self.popen.pid]
        while left:
            pid = left.pop()
            pids.append(pid)
            try:
                with open(f"/proc/{pid}/task/{pid}/children") as children:
                    left += [int(child) for child in children.read().split()]
            except OSError:
                pass
        return pids

    def cpu_seconds(self):
        # clock_getcpuclockid(3): the CPU clock of another process.
        return sum(time.clock_gettime_ns((~pid << 3) | 2) for pid in self.family()) / 1e9

    def stop(self):
        for pid in reversed(self.family()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        self.popen.wait()
        self.log.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 15
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise SystemExit(f"nothing listens on port {port}")
            time.sleep(0.02)


def write(path, text):
    with open(path, "w", newline="") as file:
        file.write(text)
    return path


POLICY = {
    "apiVersion": "halftone/v1", "service": "shop", "identity": ["header:X-User-ID"],
    "versions": {"v1": {"select": {"version": "v1"}}, "v2": {"select": {"version": "v2"}}}, "stable": "v1",
    "rules": [
        {"name": "beta", "when": [{"attr": "header:X-App-Version", "is": "beta"}],
         "split": [{"version": "v2", "weight": 100}]},
        {"name": "premium", "when": [{"attr": "cookie:user_type", "is": "premium"}],
         "split": [{"version": "v2", "weight": 100}]},
        {"name": "a tenth", "when": [{"attr": "header:X-User-ID", "percent": 10}],
         "split": [{"version": "v2", "weight": 100}]},
        {"name": "office", "when": [{"attr": "ip", "in": ["127.0.1.0/24"]}],
         "split": [{"version": "v2", "weight": 100}]}],
    "default": {"split": [{"version": "v2", "weight": 5}, {"version": "v1", "weight": 95}], "stickBy": "none"}}

NGINX = """daemon off; worker_processes 1; worker_rlimit_nofile 16384; pid %(dir)s/nginx.pid; error_log %(dir)s/error.log;
events { worker_connections 8192; }
http {
  access_log off; keepalive_timeout 600s; keepalive_requests 1000000000; proxy_http_version 1.1;
  client_body_temp_path %(dir)s/b; proxy_temp_path %(dir)s/p; fastcgi_temp_path %(dir)s/f; scgi_temp_path %(dir)s/s;
  uwsgi_temp_path %(dir)s/u;
  upstream v1 { server 127.0.0.1:%(v1)d; keepalive 512; keepalive_requests 1000000000; }
  upstream v2 { server 127.0.0.1:%(v2)d; keepalive 512; keepalive_requests 1000000000; }
  map $http_x_app_version $to { beta v2; default $by_cookie; }
  map $cookie_user_type $by_cookie { premium v2; default $by_id; }
  map $http_x_user_id $by_id { "" $by_net; default $by_hash; }
  split_clients $http_x_user_id $tenth { 10%% v2; * no; }
  map $tenth $by_hash { v2 v2; default $by_net; }
  geo $net { default no; 127.0.1.0/24 v2; }
  map $net $by_net { v2 v2; default $by_chance; }
  split_clients "$connection/$connection_requests/$msec" $by_chance { 5%% v2; * v1; }
  server {
    listen 127.0.0.1:%(port)d backlog=4096;
    location / { proxy_set_header Connection ""; proxy_set_header Host $host;
                 proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_pass http://$to; }
  }
}
"""

HAPROXY = """global
    nbthread 1
    maxconn 7000
defaults
    mode http
    option forwardfor
    http-reuse always
    timeout connect 2s
    timeout client 600s
    timeout server 600s
    timeout http-keep-alive 600s
frontend gray
    bind 127.0.0.1:%(port)d backlog 4096
    acl beta hdr(X-App-Version) -m str beta
    acl premium req.cook(user_type) -m str premium
    acl tenth hdr(X-User-ID),crc32,mod(100) -m int lt 10
    acl office src 127.0.1.0/24
    acl chance rand(100) -m int lt 5
    use_backend v2 if beta or premium or tenth or office or chance
    default_backend v1
backend v1
    server a 127.0.0.1:%(v1)d
backend v2
    server b 127.0.0.1:%(v2)d
"""

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


def request_mix():
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
        text += "\r\n"
    return text


def start_halftone(build, ports, directory):
    port = free_port()
    policy = write(f"{directory}/policy.json", json.dumps(POLICY))
    endpoints = write(f"{directory}/endpoints.json",
                      json.dumps({"v1": [f"127.0.0.1:{ports[0]}"], "v2": [f"127.0.0.1:{ports[1]}"]}))
    return Process(PROXY_CORE, [f"{build}/bin/halftone-server", "proxy", "--service", "shop", "--listen",
                                f"127.0.0.1:{port}", "--admin", "127.0.0.1:0", "--policy", policy, "--endpoints",
                                endpoints, "--workers", "1"], directory), port


def start_nginx(_, ports, directory):
    port = free_port()
    config = write(f"{directory}/nginx.conf", NGINX % dict(dir=directory, port=port, v1=ports[0], v2=ports[1]))
    return Process(PROXY_CORE, [shutil.which("nginx"), "-p", directory, "-c", config], directory), port


def start_haproxy(_, ports, directory):
    port = free_port()
    config = write(f"{directory}/haproxy.cfg", HAPROXY % dict(port=port, v1=ports[0], v2=ports[1]))
    return Process(PROXY_CORE, [shutil.which("haproxy"), "-db", "-f", config], directory), port


def load(port, connections, seconds, directory):
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s",
               f"{directory}/mix.lua", f"http://127.0.0.1:{port}", "--", f"{directory}/mix"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT"))
    requests, microseconds, p99, errors = map(int, line.split()[1:])
    return requests, requests / microseconds * 1e6, p99 / 1000, errors


def measure(start, options, connections, ports, directory):
    proxy, port = start(options.build, ports, directory)
    try:
        wait_for(port)
        load(port, connections, 1, directory)  # warm: connections, pools, caches
        before = proxy.cpu_seconds()
        requests, rate, p99, errors = load(port, connections, options.seconds, directory)
        return dict(cpu=(proxy.cpu_seconds() - before) / requests * 1e6, rate=rate, p99=p99, errors=errors)
    finally:
        proxy.stop()


def spread(values):
    return f"{statistics.median(values):8.2f} [{min(values):.2f}..{max(values):.2f}]"


def table(results, connections):
    print(f"\n{connections} connections: CPU us/request | requests/s | p99 ms | errors | CPU ratio to nginx in a round")
    for name, rows in results.items():
        ratios = [row["cpu"] / base["cpu"] for row, base in zip(rows, results.get("nginx", rows))]
        print(f"  {name:9} {spread([row['cpu'] for row in rows])} | {statistics.median(row['rate'] for row in rows):9.0f} | "
              f"{statistics.median(row['p99'] for row in rows):7.2f} | {sum(row['errors'] for row in rows):4d} | {spread(ratios)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4, help="of each run")
    parser.add_argument("--connections", default="64,512")
    parser.add_argument("--bytes", default="100", help="of each answer's body")
    options = parser.parse_args()
    starters = {"halftone": start_halftone}
    if shutil.which("nginx"):
        starters["nginx"] = start_nginx
    if shutil.which("haproxy"):
        starters["haproxy"] = start_haproxy

    with tempfile.TemporaryDirectory() as directory:
        write(f"{directory}/mix", request_mix())
        write(f"{directory}/mix.lua", WRK)
        ports = [free_port(), free_port()]
        instances = [Process(LOAD_CORE, [f"{options.build}/bin/bench_upstream", str(port), name, options.bytes], directory)
                     for port, name in zip(ports, ("v1", "v2"))]
        for port in ports:
            wait_for(port)
        for connections in map(int, options.connections.split(",")):
            results = {name: [] for name in starters}
            for round_number in range(options.rounds):
                for name in starters if round_number % 2 == 0 else reversed(starters):
                    results[name].append(measure(starters[name], options, connections, ports, directory))
            table(results, connections)
        for instance in instances:
            instance.stop()


if __name__ == "__main__":
    main()
