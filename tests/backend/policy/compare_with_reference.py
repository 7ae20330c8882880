#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random policies and requests, decided by `halftonectl policy decide` and by reference.py: each answer must be the same.

    compare_with_reference.py HALFTONECTL [--policies 200] [--seed 1]

Values come from small sets, so that rules do match and fail closely. Prints the policy, the request and both answers
of the first difference, and then exits with 1.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from urllib.parse import quote

from reference import decide

VALUES = ["", "a", "beta", "Beta", "1000", "1999", "-5", "16", "16.2", "16.0.0", "v1", "v2.1", "北京", "a b", "a,b",
          "beta, a", "x-beta", "0", "00", "999999999999999999", "9999999999999999999", "1.", "1..2"]
HEADERS = ["X-App", "x-app", "X-Tenant", "X-Region", "X-User-ID", "X-Device-OS", "X-Device-Type",
           "X-Device-OS-Version", "X-Empty"]
COOKIES = ["uid", "Uid", "theme", "halftone-chat"]
PARAMETERS = ["user", "q", "a b", "é"]
CLAIMS = ["sub", "tier"]
CLIENTS = ["10.0.0.9", "10.0.1.9", "192.168.10.3", "2001:db8::1", "::1", "127.0.0.1", "255.255.255.255"]
BLOCKS = ["10.0.0.0/24", "10.0.0.0/8", "192.168.10.3", "2001:db8::/32", "::/0", "0.0.0.0/0", "10.0.0.9/24", "::1"]
PATTERNS = ["[a-z]+", ".*beta.*", "(a|b).*", "v[0-9](\\.[0-9])?", "[0-9]{4}", "/chat.*", "GET|POST", "beta"]
REQUESTS_EACH = 200


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def likely(self, chance):
        return self.random.random() < chance

    def one(self, choices):
        return self.random.choice(choices)

    def attribute(self):
        kind = self.one(["header"] * 4 + ["cookie", "query", "user"] * 2 + [
            "path", "method", "host", "ip", "region", "device.os", "device.type", "device.osVersion", "jwt"])
        names = {"header": HEADERS + ["Cookie"], "cookie": COOKIES, "query": PARAMETERS, "jwt": CLAIMS}.get(kind)
        return f"{kind}:{self.one(names)}" if names else kind

    def value(self, attribute):
        return self.one({"path": ["/", "/chat", "/chat/rooms", "/api", "/ch"], "method": ["GET", "get", "POST"],
                         "host": ["a.example", "A.example", "b"]}.get(attribute, VALUES))

    def condition(self, depth=0):
        if depth < 4 and self.likely(0.12):
            return {"any": [self.condition(depth + 1) for _ in range(self.random.randint(1, 3))]}
        if depth < 4 and self.likely(0.1):
            return {"not": self.condition(depth + 1)}
        attribute = self.attribute()
        operator = self.one(["is"] * 3 + ["prefix", "suffix", "contains", "matches", "range", "atLeast", "below",
                                          "percent", "exists"])
        if attribute == "ip" and self.likely(0.8):
            operator = "in"
        return {"attr": attribute, operator: self.operand(operator, attribute)}

    def operand(self, operator, attribute):
        if operator == "is":
            several = {self.value(attribute) for _ in range(self.random.randint(1, 6))}
            return self.value(attribute) if self.likely(0.5) else sorted(several)
        if operator in ("prefix", "suffix", "contains"):
            return self.value(attribute)[:self.random.randint(1, 4)] or "a"
        if operator == "range":
            low = self.one([-10, 0, 1000, 1500])
            return [low, low + self.one([0, 10, 999, 10**17])]
        return {"matches": self.one(PATTERNS), "atLeast": self.one(["16", "16.2", "1", "0", "2.1.0"]),
                "below": self.one(["16", "16.2", "1", "0", "2.1.0"]), "percent": self.one([0, 100, 50, 12.5, 33.33]),
                "in": [self.one(BLOCKS) for _ in range(self.random.randint(1, 3))],
                "exists": self.likely(0.5)}[operator]

    def split(self, versions):
        chosen = self.random.sample(versions, self.random.randint(1, len(versions)))
        weights, left = [], 10000
        for _ in chosen[:-1]:
            weights.append(self.one([0, left, self.random.randint(0, left)]))
            left -= weights[-1]
        return [{"version": name, "weight": weight / 100} for name, weight in zip(chosen, weights + [left])]

    def outcome(self, versions):
        """What a rule and the default have in common."""
        outcome = {"split": self.split(versions)}
        if self.likely(0.4):
            outcome["stickBy"] = self.one(["user", "ip", "header:X-Tenant", "cookie:uid", "query:user", "session", "none"])
        if self.likely(0.3):
            outcome["salt"] = self.one(["one", "other"])
        return outcome

    def policy(self):
        versions = ["v1", "v2", "v3"][:self.random.randint(1, 3)]
        policy = {"apiVersion": "halftone/v1", "service": "chat", "stable": "v1", "rules": [],
                  "versions": {name: {"select": {"version": name}} for name in versions},
                  "default": self.outcome(versions)}
        if self.likely(0.5):
            policy["salt"] = self.one(["s1", "s2"])
        if self.likely(0.5):
            policy["whenUnavailable"] = self.one(["stable", "fail"])
        if self.likely(0.7):
            sources = ["header:X-User-ID", "query:user", "cookie:uid", "jwt:sub", "header:X-App"]
            policy["identity"] = [self.one(sources) for _ in range(self.random.randint(1, 3))]
        for number in range(self.one([0, 1, 3, 8, 30])):
            rule = {"name": f"rule {number}", **self.outcome(versions),
                    "when": [self.condition() for _ in range(self.one([1, 1, 2, 3]))]}
            if self.likely(0.1):
                rule["enabled"] = self.likely(0.5)
            policy["rules"].append(rule)
        return policy

    def cookies(self):
        def part():
            text = self.one(["", "1", "1500", "alice", "a=b", "北京"])
            return self.one(COOKIES + ["junk"]) + self.one(["=", " = "]) + text if self.likely(0.85) else "junk"
        return self.one(["; ", ";", " ; "]).join(part() for _ in range(self.random.randint(0, 4)))

    def parameter(self):
        if self.likely(0.1):
            return self.one(["user", "", "=x", "%"])
        name = quote(self.one(PARAMETERS)) if self.likely(0.7) else self.one(["a+b", "%75ser", "user"])
        return name + "=" + self.one(["", "1500", "alice", "%41", "%4", "%zz", "a+b", "%E5%8C%97"])

    def request(self):
        headers = [["Host", self.one(["a.example", "A.Example:80", "b:8080"])]] if self.likely(0.9) else []
        for _ in range(self.random.randint(0, 6)):
            padding = " \t" if self.likely(0.2) else ""
            headers.append([self.one(HEADERS), padding + self.one(VALUES) + padding])
        headers += [["Cookie", self.cookies()] for _ in range(self.one([0, 1, 1, 2]))]
        target = self.one(["/", "/chat", "/chat/rooms/1", "/api", "/ch"])
        if self.likely(0.7):
            target += "?" + "&".join(self.parameter() for _ in range(self.random.randint(0, 4)))
        request = {"method": self.one(["GET", "POST", "get"]), "target": target, "headers": headers,
                   "client": self.one(CLIENTS)}
        if self.likely(0.4):
            request["claims"] = {self.one(CLAIMS): self.one(["u1", "1500", ""])}
        return request


def same(got, wanted):
    keys = ["rule", "sticky"] + (["bucket", "version", "fallback"] if "version" in wanted else [])
    return all(got.get(key) == wanted.get(key) for key in keys)


def compare(halftonectl, generator, directory):
    policy = generator.policy()
    requests = [generator.request() for _ in range(REQUESTS_EACH)]
    unavailable = [name for name in policy["versions"] if generator.likely(0.15)]
    paths = [os.path.join(directory, name) for name in ("policy.json", "requests.jsonl")]
    for path, lines in zip(paths, ([policy], requests)):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    command = [halftonectl, "policy", "decide", paths[0], "--requests", paths[1]]
    command += [word for name in unavailable for word in ("--unavailable", name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    answers = done.stdout.splitlines()
    if done.returncode != 0 or len(answers) != len(requests):
        sys.exit(f"halftonectl gave {done.returncode} and {len(answers)} answers: {done.stderr}\n{json.dumps(policy)}")
    for request, answer in zip(requests, answers):
        wanted = decide(policy, request, unavailable)
        if not same(json.loads(answer), wanted):
            sys.exit(f"policy:    {json.dumps(policy)}\nrequest:   {json.dumps(request)}\nunavailable: {unavailable}\n"
                     f"halftone:  {answer}\nreference: {json.dumps(wanted)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("halftonectl")
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = Generator(options.seed)
    with tempfile.TemporaryDirectory() as directory:
        for _ in range(options.policies):
            compare(options.halftonectl, generator, directory)
    print(f"{options.policies * REQUESTS_EACH} decisions of {options.policies} policies are the same")


if __name__ == "__main__":
    main()
