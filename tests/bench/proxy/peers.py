# SPDX-License-Identifier: GPL-3.0-or-later
"""Halftone's proxy and what an operator would pick instead, with the same gray rules: a header, a cookie, a hash of the user
id, an address block, 5 % of the rest. One worker each, keep-alive on both sides, no access log."""
import glob, json, os, shutil

from processes import PROXY_CORE, Process, free_port, write

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

NGINX = """%(modules)s
daemon off; worker_processes 1; worker_rlimit_nofile 16384; pid %(dir)s/nginx.pid; error_log %(dir)s/error.log;
events { worker_connections 15000; }
http {
  access_log off; keepalive_timeout 600s; keepalive_requests 1000000000; proxy_http_version 1.1;
  client_body_temp_path %(dir)s/b; proxy_temp_path %(dir)s/p; fastcgi_temp_path %(dir)s/f; scgi_temp_path %(dir)s/s;
  uwsgi_temp_path %(dir)s/u; proxy_read_timeout 600s; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:4m;
  upstream v1 { server 127.0.0.1:%(v1)d; keepalive 512; keepalive_requests 1000000000; }
  upstream v2 { server 127.0.0.1:%(v2)d; keepalive 512; keepalive_requests 1000000000; }
  map $http_upgrade $upgrade_or_not { "" ""; default upgrade; }
%(rules)s
  server {
    listen 127.0.0.1:%(port)d backlog=4096 %(tls)s;
    location / { proxy_set_header Connection $upgrade_or_not; proxy_set_header Upgrade $http_upgrade;
                 proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
%(route)s }
  }
}
"""

MAP_RULES = """
  map $http_x_app_version $to { beta v2; default $by_cookie; }
  map $cookie_user_type $by_cookie { premium v2; default $by_id; }
  map $http_x_user_id $by_id { "" $by_net; default $by_hash; }
  split_clients $http_x_user_id $tenth { 10% v2; * no; }
  map $tenth $by_hash { v2 v2; default $by_net; }
  geo $net { default no; 127.0.1.0/24 v2; }
  map $net $by_net { v2 v2; default $by_chance; }
  split_clients "$connection/$connection_requests/$msec" $by_chance { 5% v2; * v1; }
"""

LUA_ROUTE = """
      set $to v1;
      access_by_lua_block {
        local var = ngx.var
        local id = var.http_x_user_id
        if var.http_x_app_version == "beta" or var.cookie_user_type == "premium"
            or (id and ngx.crc32_short(id) % 100 < 10)
            or string.sub(var.remote_addr, 1, 8) == "127.0.1."
            or math.random(100) <= 5 then
          var.to = "v2"
        end
      }
      proxy_pass http://$to;"""

HAPROXY = """global
    nbthread 1
    maxconn 9000
defaults
    mode http
    option forwardfor
    http-reuse always
    timeout connect 2s
    timeout client 600s
    timeout server 600s
    timeout tunnel 600s
    timeout http-keep-alive 600s
frontend gray
    bind 127.0.0.1:%(port)d backlog 4096 %(tls)s
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


def start_halftone(setup, policy=POLICY, build=None, workers=1):
    port = free_port()
    path = write(f"{setup.directory}/policy-{port}.json", json.dumps(policy))
    endpoints = write(f"{setup.directory}/endpoints.json",
                      json.dumps({"v1": [f"127.0.0.1:{setup.v1}"], "v2": [f"127.0.0.1:{setup.v2}"]}))
    command = [f"{build or setup.build}/bin/halftone-server", "proxy", "--service", "shop", "--listen", f"127.0.0.1:{port}",
               "--admin", "127.0.0.1:0", "--policy", path, "--endpoints", endpoints, "--workers", str(workers)]
    if setup.tls:
        command += ["--tls-cert", setup.pem]
    return Process(PROXY_CORE, command, setup.directory), port


def start_nginx(setup, modules, rules, route):
    port = free_port()
    tls = f"ssl; ssl_certificate {setup.pem}; ssl_certificate_key {setup.pem}" if setup.tls else ""
    config = NGINX % dict(dir=setup.directory, port=port, v1=setup.v1, v2=setup.v2, modules=modules, rules=rules,
                          route=route, tls=tls)
    path = write(f"{setup.directory}/nginx.conf", config)
    return Process(PROXY_CORE, [shutil.which("nginx"), "-p", setup.directory, "-c", path], setup.directory), port


def start_nginx_map(setup):
    return start_nginx(setup, "", MAP_RULES, "proxy_pass http://$to;")


def lua_modules():
    return sorted(glob.glob("/usr/share/nginx/modules-available/*ndk*.conf") +
                  glob.glob("/usr/share/nginx/modules-available/*http-lua*.conf"), key=lambda path: "lua" in path)


def start_nginx_lua(setup):
    modules = "".join(open(path).read().replace("load_module modules/", "load_module /usr/lib/nginx/modules/")
                      for path in lua_modules())
    return start_nginx(setup, modules, "", LUA_ROUTE)


def start_haproxy(setup):
    port = free_port()
    tls = f"ssl crt {setup.pem}" if setup.tls else ""
    path = write(f"{setup.directory}/haproxy.cfg", HAPROXY % dict(port=port, v1=setup.v1, v2=setup.v2, tls=tls))
    return Process(PROXY_CORE, [shutil.which("haproxy"), "-db", "-f", path], setup.directory), port


def available(wanted):
    peers = {"halftone": start_halftone}
    if shutil.which("nginx"):
        peers["nginx map"] = start_nginx_map
        if len(lua_modules()) >= 2:
            peers["nginx Lua"] = start_nginx_lua
    if shutil.which("haproxy"):
        peers["HAProxy"] = start_haproxy
    return {name: start for name, start in peers.items() if not wanted or name in wanted or name == "halftone"}
