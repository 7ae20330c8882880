#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chat node beside a Go server (Gin + gorilla/websocket) under the same load, in the same run, round by round.

  compare.py --server build/release/bin/halftone-server --peers DIR [--rounds 3] [--seconds 3]
             [delivery] [idle] [stored]

DIR holds chat/main.go (the Go server, `-addr A:P`) and load/wsload.cpp (the load; it counts as a delivery each text frame
with its marker). Both are built into --work. Debian packages: golang-go golang-github-gin-gonic-gin-dev
golang-github-gorilla-websocket-dev. Figures are medians; ratios are of rounds, each figure of ours by theirs of the same
round. CPU is the server's, by its process clock.
"""
import argparse, json, os, shlex, socket, statistics, subprocess, sys, tempfile, time, urllib.request

LOADS = [
    ("rooms of 100, 16 in flight a room", "--room-size 100 --rate 0 --senders 1 --window 16"),
    ("rooms of 1,000, 16 in flight", "--room-size 1000 --rate 0 --senders 1 --window 16"),
    ("rooms of 100, flat out (2 senders, 2 each)", "--room-size 100 --rate 0 --senders 2 --window 2"),
    ("rooms of 100, paced, 40,000/s", "--room-size 100 --rate 400"),
    ("rooms of 1,000, paced, 40,000/s", "--room-size 1000 --rate 40"),
]
SAY = '{"type":"say","room":"{room}","text":"{body}"}'


def run(command, **kw):
    subprocess.run(command, check=True, **kw)


def build(peers, work):
    os.makedirs(work + "/gopath", exist_ok=True)
    run(["g++", "-O2", "-std=c++17", "-o", work + "/wsload", peers + "/load/wsload.cpp"])
    env = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode:" + work + "/gopath", GOCACHE=work + "/gocache")
    run(["go", "build", "-o", work + "/chatd", "."], cwd=peers + "/chat", env=env)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A process that ends with its `with`."""

    def __init__(self, command, port, admin=None):
        self.port, self.admin = port, admin
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        for _ in range(200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit(f"does not listen: {command}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def rss(self):
        for line in open(f"/proc/{self.pid}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1])

    def metric(self, name):
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/metrics").read().decode()
        return next(int(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name + "{"))


def halftone(args, backplane="memory", node="bench", version="v1"):
    port, admin = free_port(), free_port()
    return Server([args.server, "chat", "--listen", f"127.0.0.1:{port}", "--admin", f"127.0.0.1:{admin}", "--version", version,
                   "--node", node, "--backplane", backplane, "--message-rate", "0"], port, admin)


def gorilla(args):
    port = free_port()
    return Server([args.work + "/chatd", "-addr", f"127.0.0.1:{port}"], port)


SERVERS = {"gorilla": (gorilla, []), "halftone": (halftone, ["--send", SAY])}


def load(args, server, mode, options, more=(), **kw):
    command = [args.work + "/wsload", mode, "--port", str(server.port), "--pids", str(server.pid)]
    return subprocess.Popen(command + shlex.split(options) + list(more), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, **kw)


def median(rows, key):
    return statistics.median(row[key] for row in rows)


def delivery(args):
    print("| 1,000 connections | CPU us a delivery | gorilla | ratio | p99 ms | gorilla | dropped | gorilla |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for name, options in LOADS:
        rows = {server: [] for server in SERVERS}
        for _ in range(args.rounds):
            for server, (start, more) in SERVERS.items():
                with start(args) as process:
                    out, _ = load(args, process, "chat", f"--conns 1000 {options} --duration {args.seconds} --warmup 1", more).communicate()
                row = json.loads(out.strip().splitlines()[-1])
                row["cpu"] = row["cpu_s"] * 1e6 / max(1, row["deliveries"])
                rows[server].append(row)
        ours, theirs = rows["halftone"], rows["gorilla"]
        ratio = statistics.median(a["cpu"] / b["cpu"] for a, b in zip(ours, theirs))
        print(f"| {name} | {median(ours, 'cpu'):.2f} | {median(theirs, 'cpu'):.2f} | **{ratio:.2f}** "
              f"| {median(ours, 'p99_us') / 1e3:.1f} | {median(theirs, 'p99_us') / 1e3:.1f} "
              f"| {sum(r['dead'] for r in ours)} | {sum(r['dead'] for r in theirs)} |", flush=True)


def hold(args, server, conns, more):
    before = server.rss()
    client = load(args, server, "idle", f"--conns {conns} --room-size 100 --connect-burst 500", more)
    _, up, seconds = client.stdout.readline().split()
    time.sleep(3)
    grown = (server.rss() - before) * 1024 / max(1, int(up))
    client.communicate("\n")
    return int(up), float(seconds), grown


def idle(args):
    print("| idle connections | bytes each, joined | gorilla | ratio | upgraded/s | gorilla | upgraded and joined/s | gorilla |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    for conns in args.idle:
        figures = {}
        for server, (start, _) in SERVERS.items():
            with start(args) as process:
                up, joining, grown = hold(args, process, conns, [])
            with start(args) as process:
                bare, upgrading, _ = hold(args, process, conns, ["--join", ""])
            figures[server] = (grown, bare / upgrading, up / joining, up)
        ours, theirs = figures["halftone"], figures["gorilla"]
        print(f"| {ours[3]:,} | {ours[0]:.0f} | {theirs[0]:.0f} | **{ours[0] / theirs[0]:.3f}** | {ours[1]:,.0f} | {theirs[1]:,.0f} "
              f"| {ours[2]:,.0f} | {theirs[2]:,.0f} |", flush=True)


def stored(args):
    """Two nodes of different versions on one SQLite file, 64 rooms on each that the other has open too; 64 in flight a
    room. Without ids of the clients: the load would take their acknowledgements for deliveries."""
    conns = "--conns 64 --room-size 1"
    with tempfile.TemporaryDirectory(dir=args.work) as folder:
        store = f"sqlite:{folder}/chat.db"
        with halftone(args, store, "a", "v1") as one, halftone(args, store, "b", "v2") as two:
            def join(name):
                return ["--join", '{"type":"join","room":"%s-{room}"}' % name]

            def say(name):
                return ["--send", '{"type":"say","room":"%s-{room}","text":"{body}"}' % name]
            readers = [load(args, node, "idle", conns, join(name)) for node, name in ((one, "b"), (two, "a"))]
            for reader in readers:
                reader.stdout.readline()
            options = f"{conns} --rate 0 --senders 1 --window 64 --duration {args.seconds} --warmup 1"
            loads = [load(args, node, "chat", options, join(name) + say(name)) for node, name in ((one, "a"), (two, "b"))]
            results = [json.loads(l.communicate()[0].strip().splitlines()[-1]) for l in loads]
            for reader in readers:
                reader.communicate("\n")
            count = sum(n.metric("halftone_chat_store_messages_total") for n in (one, two))
            print(f"stored and read back, SQLite, nodes v1 and v2: {sum(r['deliv_per_s'] for r in results):,.0f} messages/s "
                  f"({count:,} in all); p99 from saying to reading {max(r['p99_us'] for r in results) / 1e3:.0f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--work", default=os.path.join(tempfile.gettempdir(), "chat-compare"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--idle", type=int, nargs="*", default=[10000, 19500])
    parser.add_argument("parts", nargs="*", choices=["delivery", "idle", "stored", []])
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    build(args.peers, args.work)
    for part in args.parts or ["delivery", "idle", "stored"]:
        {"delivery": delivery, "idle": idle, "stored": stored}[part](args)


if __name__ == "__main__":
    main()
