#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one routing decision costs: Halftone's engine, nginx's `map` and a Lua loop in nginx, on the same rules and requests.

    cmake --preset release && cmake --build --preset release --target bench_decisions
    tests/bench/policy/peers.py [--build build/release] [--rounds 5]

Two rule sets: `gray` (a header, a cookie, a share of user ids, an address block, 5 % of the rest) and `tenants`
(1,000 rules, each for another value of one header; for nginx one `map` of 1,000 entries, for Lua a list tried in order).

A decision is far cheaper than a request, so each request makes many. `map` remembers its value within a request, hence
COPIES of the whole chain under other names, less a request that asks for none. Lua decides LOOPS times in one request,
and the just-in-time compiler sees one hot loop: what a request of its own would pay for starting Lua is not in it.
Figures are CPU time of the nginx worker; the programs take turns in each round.
"""
import argparse
import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time

COPIES, LOOPS, REQUESTS = 200, 2000, 100
MODULES = "/usr/lib/nginx/modules"
TENANTS = 1000

CONF = """load_module {modules}/ndk_http_module.so; load_module {modules}/ngx_http_lua_module.so;
daemon off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log; pcre_jit on;
events {{ worker_connections 64; }}
http {{
  access_log off; keepalive_requests 1000000000; variables_hash_max_size 65536; map_hash_max_size 65536; map_hash_bucket_size 128;
  client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; scgi_temp_path {dir}/s;
  uwsgi_temp_path {dir}/u;
  geo $net {{ default no; 127.0.1.0/24 v2; }}
  {maps}
  init_by_lua_block {{ {lua} }}
  server {{
    listen 127.0.0.1:{port};
    location = /none {{ return 200 "{constants}"; }}
    location = /map {{ return 200 "{variables}"; }}
    location = /idle {{ content_by_lua_block {{ for i = 1, {loops} do nothing() end ngx.print("v1") }} }}
    location = /lua {{ content_by_lua_block {{ local to for i = 1, {loops} do to = route() end ngx.print(to) }} }}
  }}
}}
"""

GRAY_MAP = """
  map $http_x_app_version $to_{n} {{ beta v2; default $cookie_{n}; }}
  map $http_cookie $cookie_{n} {{ "~(?:^|;\\s*)user_type=premium(?:;|$)" v2; default $id_{n}; }}
  map $http_x_user_id $id_{n} {{ "" $near_{n}; default $hash_{n}; }}
  split_clients $http_x_user_id $tenth_{n} {{ 10% v2; * no; }}
  map $tenth_{n} $hash_{n} {{ v2 v2; default $near_{n}; }}
  map $net $near_{n} {{ v2 v2; default $chance_{n}; }}
  split_clients "$connection/$connection_requests/$msec" $chance_{n} {{ 5% v2; * v1; }}"""

GRAY_LUA = """
    local find, crc32, random = ngx.re.find, ngx.crc32_short, math.random
    local premium = [[(?:^|;\\s*)user_type=premium(?:;|$)]]
    function nothing() return "v1" end
    function route()
      local var = ngx.var
      if var.http_x_app_version == "beta" then return "v2" end
      local cookie = var.http_cookie
      if cookie and find(cookie, premium, "jo") then return "v2" end
      local user = var.http_x_user_id
      if user and crc32(user) % 100 < 10 then return "v2" end
      local address = var.binary_remote_addr
      if address:sub(1, 3) == "\\127\\0\\1" then return "v2" end
      return random(100) <= 5 and "v2" or "v1"
    end"""

TENANT_LUA = """
    local rules = {}
    for i = 0, %d do rules[i + 1] = { value = "tenant-" .. i, to = "v2" } end
    function nothing() return "v1" end
    function route()
      local tenant = ngx.var.http_x_tenant
      for i = 1, #rules do if tenant == rules[i].value then return rules[i].to end end
      return "v1"
    end""" % (TENANTS - 1)


def rule(name, condition):
    return {"name": name, "when": [condition], "split": [{"version": "v2", "weight": 100}]}


def policy(rules, canary):
    return {"apiVersion": "halftone/v1", "service": "shop", "stable": "v1", "rules": rules,
            "versions": {"v1": {"select": {"version": "v1"}}, "v2": {"select": {"version": "v2"}}},
            "default": {"split": [{"version": "v2", "weight": canary}, {"version": "v1", "weight": 100 - canary}],
                        "stickBy": "none"}}


def gray():
    rules = [rule("beta", {"attr": "header:X-App-Version", "is": "beta"}),
             rule("premium", {"attr": "cookie:user_type", "is": "premium"}),
             rule("a tenth", {"attr": "header:X-User-ID", "percent": 10}),
             rule("office", {"attr": "ip", "in": ["127.0.1.0/24"]})]
    maps = "".join(GRAY_MAP.replace("{n}", str(n)).replace("{{", "{").replace("}}", "}") for n in range(COPIES))
    return policy(rules, 5), maps, GRAY_LUA


def tenants():
    rules = [rule(f"tenant {n}", {"attr": "header:X-Tenant", "is": f"tenant-{n}"}) for n in range(TENANTS)]
    entries = " ".join(f"tenant-{n} v2;" for n in range(TENANTS))
    maps = "".join(f"\n  map $http_x_tenant $to_{n} {{ default v1; {entries} }}" for n in range(COPIES))
    return policy(rules, 0), maps, TENANT_LUA


def request_mix():
    """Headers of a hundred requests: 12 fields, 3 cookies; 5 beta, 10 premium, 80 with a user id, half of a known tenant."""
    chance = random.Random(7)
    mix = []
    for i in range(100):
        headers = [["Host", "shop.example"], ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/115.0"],
                   ["Accept", "application/json"], ["Accept-Encoding", "gzip, deflate, br"],
                   ["Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"], ["Cache-Control", "no-cache"],
                   ["Referer", "https://shop.example/"], ["X-Request-ID", f"{chance.getrandbits(128):032x}"],
                   ["Cookie", f"sid={chance.getrandbits(128):032x}; user_type={'premium' if i % 10 == 3 else 'free'}; theme=dark"],
                   ["X-Tenant", f"tenant-{chance.randrange(2 * TENANTS)}"]]
        if i % 5 != 4:
            headers.append(["X-User-ID", str(chance.randrange(10**6))])
        if i % 4 == 0:
            headers.append(["X-App-Version", "beta" if i % 20 == 0 else "stable"])
        mix.append(headers)
    return mix


class Nginx:
    def __init__(self, directory, maps, lua):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        os.makedirs(directory)
        config = os.path.join(directory, "nginx.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONF.format(modules=MODULES, dir=directory, maps=maps, lua=lua, port=self.port, loops=LOOPS,
                                   constants="v1" * COPIES, variables="".join(f"${{to_{n}}}" for n in range(COPIES))))
        self.process = subprocess.Popen([shutil.which("nginx"), "-p", directory, "-c", config])
        deadline = time.monotonic() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", self.port), 5)
                break
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("nginx did not start") from error
                time.sleep(0.05)
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as children:
            self.worker = int(children.read().split()[0])

    def cpu_seconds(self):
        return time.clock_gettime_ns((~self.worker << 3) | 2) / 1e9  # clock_getcpuclockid(3)

    def ask(self, path, headers):
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n{fields}\r\n".encode())
        data = b""
        while True:
            data += self.socket.recv(65536)
            head, found, body = data.partition(b"\r\n\r\n")
            if not found:
                continue
            if b" 200 " not in head.split(b"\r\n")[0]:
                raise SystemExit(f"nginx answered {head.decode()}")
            length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), None)
            if (length is not None and len(body) >= length) or (length is None and body.endswith(b"0\r\n\r\n")):
                return body

    def cost(self, path, mix):
        before = self.cpu_seconds()
        for number in range(REQUESTS):
            self.ask(path, mix[number % len(mix)])
        return (self.cpu_seconds() - before) / REQUESTS

    def stop(self):
        self.socket.close()
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()


def halftone(build, directory):
    output = subprocess.run([f"{build}/bin/bench_decisions", f"{directory}/policy.json", f"{directory}/requests.jsonl"],
                            capture_output=True, text=True, check=True).stdout
    return float(output.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release", help="the build folder")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not shutil.which("nginx") or not os.path.exists(f"{MODULES}/ngx_http_lua_module.so"):
        raise SystemExit("needs Debian's nginx and libnginx-mod-http-lua")
    mix = request_mix()
    with tempfile.TemporaryDirectory() as directory:
        with open(f"{directory}/requests.jsonl", "w", encoding="utf-8") as file:
            for headers in mix:
                file.write(json.dumps({"method": "GET", "target": "/items?id=7&page=2&lang=en&sort=asc", "headers": headers,
                                       "client": "127.0.0.1"}) + "\n")
        for name, rules in (("gray", gray()), ("tenants", tenants())):
            document, maps, lua = rules
            with open(f"{directory}/policy.json", "w", encoding="utf-8") as file:
                json.dump(document, file)
            nginx = Nginx(f"{directory}/{name}", maps, lua)
            rows = {"halftone": [], "nginx map": [], "nginx Lua": []}
            for _ in range(options.rounds):
                rows["halftone"].append(halftone(options.build, directory))
                rows["nginx map"].append((nginx.cost("/map", mix) - nginx.cost("/none", mix)) / COPIES * 1e9)
                rows["nginx Lua"].append((nginx.cost("/lua", mix) - nginx.cost("/idle", mix)) / LOOPS * 1e9)
            nginx.stop()
            print(f"\n{name}: {len(document['rules'])} rules; ns a decision, median [min..max] | ratio of halftone in a round")
            for peer, values in rows.items():
                ratio = statistics.median(own / other for own, other in zip(rows["halftone"], values))
                print(f"  {peer:10} {statistics.median(values):9.0f} [{min(values):.0f}..{max(values):.0f}] | {ratio:.3f}")


if __name__ == "__main__":
    main()
