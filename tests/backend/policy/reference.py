# SPDX-License-Identifier: GPL-3.0-or-later
"""The traffic policy decided a second time: the eleven points of policy.md, followed to the letter and with no thought
of speed, so that the engine can be compared with something that shares none of its code. What device a User-Agent
names is not here: that is a table of its own (useragents.h).
"""
import ipaddress
import re


def murmur3_x86_32(data, seed=0):
    """Austin Appleby's MurmurHash3_x86_32."""
    mask = 0xFFFFFFFF

    def scrambled(block):
        block = block * 0xCC9E2D51 & mask
        return ((block << 15 | block >> 17) & mask) * 0x1B873593 & mask

    value = seed
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        value ^= scrambled(int.from_bytes(data[at:at + 4], "little"))
        value = ((value << 13 | value >> 19) & mask) * 5 + 0xE6546B64 & mask
    if whole < len(data):
        value ^= scrambled(int.from_bytes(data[whole:], "little"))
    value ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = (value ^ value >> shift) * factor & mask
    return value ^ value >> 16


def bucket_of(salt, key):
    return murmur3_x86_32(f"{salt}:{key}".encode()) % 10000


def percent_decoded(text):
    data, out, at = text.encode(), bytearray(), 0
    while at < len(data):
        if data[at] == ord("%") and re.match(rb"[0-9a-fA-F]{2}", data[at + 1:at + 3]):
            out.append(int(data[at + 1:at + 3], 16))
            at += 3
        else:
            out += b" " if data[at] == ord("+") else data[at:at + 1]
            at += 1
    return out.decode("utf-8", "surrogateescape")


def basis_points(percentage):
    return round(percentage * 100)


def dotted_version(text):
    """A version's parts without the zeros at its end, which are as good as missing; None if it is none."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*", text):
        return None
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return parts


class Attributes:
    """Points 6 and 7: what a request says. `get` is None where an attribute is absent."""

    def __init__(self, policy, request):
        self.policy, self.request = policy, request

    def get(self, attribute):
        kind, _, name = attribute.partition(":")
        return {
            "header": self.header, "cookie": self.cookie, "query": self.query,
            "path": lambda _: self.request["target"].split("?", 1)[0],
            "method": lambda _: self.request["method"],
            "host": self.host, "user": self.user,
            "ip": lambda _: self.request.get("client"),
            "region": lambda _: self.header("X-Region"),
            "device.type": lambda _: self.header("X-Device-Type"),
            "device.os": lambda _: self.header("X-Device-OS"),
            "device.osVersion": lambda _: self.header("X-Device-OS-Version"),
            "jwt": lambda claim: self.request.get("claims", {}).get(claim),
        }[kind](name)

    def header(self, name):
        values = [value.strip(" \t") for field, value in self.request["headers"] if field.lower() == name.lower()]
        return ", ".join(values) if values else None

    def cookie(self, name):
        for field, value in self.request["headers"]:
            for part in value.split(";") if field.lower() == "cookie" else []:
                key, equals, content = part.partition("=")
                if equals and key.strip(" \t") == name:
                    return content.strip(" \t")
        return None

    def query(self, name):
        for part in self.request["target"].partition("?")[2].split("&"):
            key, _, value = part.partition("=")
            if part and percent_decoded(key) == name:
                return percent_decoded(value)
        return None

    def host(self, _):
        fields = [value for field, value in self.request["headers"] if field.lower() == "host"]
        return fields[0].strip(" \t").lower().split(":")[0] if fields else None

    def user(self, _):
        found = (self.get(source) for source in self.policy.get("identity", ["header:X-User-ID"]))
        return next((value for value in found if value), None)


def in_blocks(value, blocks):
    address = ipaddress.ip_address(value)
    networks = [ipaddress.ip_network(block, strict=False) for block in blocks]
    return any(network.version == address.version and address in network for network in networks)


def holds(condition, attributes, salt):
    """Points 1, 2 and 8."""
    if "any" in condition:
        return any(holds(child, attributes, salt) for child in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], attributes, salt)
    attribute = condition["attr"]
    value = attributes.get(attribute)
    (operator, operand), = ((key, given) for key, given in condition.items() if key != "attr")
    if operator == "exists":
        return (value is not None) == operand
    if value is None:
        return False
    listed = operand if isinstance(operand, list) else [operand]
    if operator == "is":
        if attribute in ("method", "host"):
            return value.lower() in [one.lower() for one in listed]
        return value in listed
    if operator in ("atLeast", "below"):
        version = dotted_version(value)
        if version is None:
            return False
        return version >= dotted_version(operand) if operator == "atLeast" else version < dotted_version(operand)
    return {
        "prefix": lambda: value.startswith(operand),
        "suffix": lambda: value.endswith(operand),
        "contains": lambda: operand in value,
        "matches": lambda: re.fullmatch(operand, value) is not None,
        "range": lambda: bool(re.fullmatch("-?[0-9]{1,18}", value)) and operand[0] <= int(value) <= operand[1],
        "in": lambda: in_blocks(value, listed),
        "percent": lambda: bucket_of(salt + ":percent", value) < basis_points(operand),
    }[operator]()


def sticky_key(source, policy, attributes):
    """Point 5."""
    if source == "none":
        return None
    if source == "session":
        return attributes.cookie("halftone-" + policy["service"])
    return attributes.get(source)


def decide(policy, request, unavailable=()):
    """The decision as `halftonectl policy decide` prints it. Where chance decides, there is no "bucket"; "version" is
    then missing too."""
    attributes = Attributes(policy, request)
    salt = policy.get("salt", policy["service"])
    rule = dict(policy["default"], name="default")
    for candidate in policy["rules"]:
        own_salt = candidate.get("salt", salt)
        if candidate.get("enabled", True) and all(holds(one, attributes, own_salt) for one in candidate["when"]):
            rule = candidate
            break
    decision = {"rule": rule["name"], "sticky": True, "fallback": False}
    whole = [share["version"] for share in rule["split"] if share["weight"] == 100]
    if whole:
        decision["version"] = whole[0]
    else:
        key = sticky_key(rule.get("stickBy", "user"), policy, attributes)
        decision["sticky"] = bool(key)
        if not key:
            return decision
        decision["bucket"] = left = bucket_of(rule.get("salt", salt), key)
        for share in rule["split"]:
            left -= basis_points(share["weight"])
            if left < 0:
                decision["version"] = share["version"]
                break
    if decision["version"] in unavailable:
        rescued = policy.get("whenUnavailable", "stable") == "stable" and policy["stable"] not in unavailable
        decision["version"] = policy["stable"] if rescued else None
        decision["fallback"] = rescued
    return decision
