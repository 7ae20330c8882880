#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody else's client, python-consul (Debian: python3-consul), against a registry: the same on both.

    python_consul.py consul              the real one, started here
    python_consul.py build/dev/bin/halftone-server
"""
import base64
import ctypes
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

try:
    import consul
except ImportError:
    sys.exit(77)  # CTest: skipped


def free_ports(count):
    # Below those of outgoing connections, as tests/support/ports.h.
    ports = []
    for port in random.sample(range(15000, 32000), 1000):
        with socket.socket() as probe:
            if len(ports) < count and probe.connect_ex(("127.0.0.1", port)) != 0:
                ports.append(port)
    return ports


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def start(program):
    api, lan, wan, server = free_ports(4)
    if os.path.basename(program) == "consul":
        command = [program, "agent", "-dev", "-bind=127.0.0.1", "-dns-port=-1", "-grpc-port=-1", "-log-level=err",
                   f"-http-port={api}", f"-serf-lan-port={lan}", f"-serf-wan-port={wan}", f"-server-port={server}"]
    else:
        command = [program, "registry", "--listen", f"127.0.0.1:{api}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            preexec_fn=die_with_parent), api


def put(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("PUT", path)
    status = connection.getresponse().status
    connection.close()
    return status


def eventually(check, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        try:
            result = check()
            if result:
                return result
        except (consul.ConsulException, OSError):
            pass
        if time.monotonic() > deadline:
            raise AssertionError("did not come true in time")
        time.sleep(0.05)


class PythonConsul(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process, cls.port = start(PROGRAM)
        cls.c = consul.Consul("127.0.0.1", cls.port)
        eventually(lambda: cls.c.status.leader() and cls.c.catalog.nodes()[1], 60)
        eventually(lambda: cls.c.kv.put("ready", "1"), 60)

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait(20)

    def test_keys_are_written_read_listed_and_deleted(self):
        self.assertTrue(self.c.kv.put("app/a b#c", b"\x00\xff", flags=2**64 - 1))
        index, entry = self.c.kv.get("app/a b#c")
        self.assertEqual((entry["Value"], entry["Flags"]), (b"\x00\xff", 2**64 - 1))
        self.assertEqual(int(index), entry["ModifyIndex"])
        self.assertFalse(self.c.kv.put("app/a b#c", "x", cas=1))
        self.assertTrue(self.c.kv.put("app/a b#c", "x", cas=entry["ModifyIndex"]))
        self.assertEqual(self.c.kv.get("app/", keys=True, separator="/")[1], ["app/a b#c"])
        self.assertEqual([one["Key"] for one in self.c.kv.get("app/", recurse=True)[1]], ["app/a b#c"])
        self.assertTrue(self.c.kv.delete("app/", recurse=True))
        self.assertIsNone(self.c.kv.get("app/a b#c")[1])

    def test_a_blocking_read_wakes(self):
        self.c.kv.put("wake", "1")
        index, _ = self.c.kv.get("wake")
        seen = []
        reader = threading.Thread(target=lambda: seen.append(
            consul.Consul("127.0.0.1", self.port).kv.get("wake", index=index, wait="30s")))
        reader.start()
        self.c.kv.put("wake", "2")
        reader.join(20)
        self.assertEqual(seen[0][1]["Value"], b"2")

    def test_a_service_lives_its_life(self):
        check = {"TTL": "1h", "Status": "warning"}
        self.assertTrue(self.c.agent.service.register("web", service_id="web-1", port=80, tags=["a"], check=check))
        self.assertEqual(self.c.agent.services()["web-1"]["Port"], 80)
        self.assertEqual(eventually(lambda: self.c.health.service("web")[1])[0]["Service"]["Tags"], ["a"])
        self.assertEqual(self.c.health.service("web", passing=True)[1], [])
        # This client still asks with GET, which Consul refuses since 1.0.
        self.assertFalse(self.c.agent.check.ttl_pass("service:web-1", "fine"))
        eventually(lambda: self.c.health.state("warning")[1])
        self.assertTrue(self.c.agent.service.maintenance("web-1", "true", "upgrade"))
        eventually(lambda: len(self.c.health.checks("web")[1]) == 2)
        self.assertTrue(self.c.agent.service.maintenance("web-1", "false"))
        self.assertIn("web", self.c.catalog.services()[1])
        # With GET again.
        self.assertFalse(self.c.agent.service.deregister("web-1"))
        self.assertEqual(put(self.port, "/v1/agent/service/deregister/web-1"), 200)
        eventually(lambda: "web" not in self.c.catalog.services()[1])

    def test_nodes_of_others_are_registered_in_the_catalog(self):
        service = {"service": "pay", "id": "pay1", "tags": ["x"], "port": 7}
        check = {"name": "c", "status": "passing", "service_id": "pay1"}
        try:
            self.assertTrue(self.c.catalog.register("ext", "10.0.0.1", service=service))
            self.assertEqual(self.c.catalog.service("pay")[1][0]["ServicePort"], 7)
            self.assertEqual(self.c.catalog.node("ext")[1]["Services"]["pay1"]["Tags"], ["x"])
            # Its own spelling of the check's service is no field of Consul 1.8's.
            with self.assertRaises(consul.base.BadRequest):
                self.c.catalog.register("ext", "10.0.0.1", check=check)
        finally:
            self.assertTrue(self.c.catalog.deregister("ext"))
        self.assertIsNone(self.c.catalog.node("ext")[1])

    def test_a_session_holds_a_lock(self):
        session = self.c.session.create(name="s", ttl=10, behavior="delete", lock_delay=1)
        self.assertTrue(self.c.kv.put("lock", "me", acquire=session))
        other = self.c.session.create(lock_delay=1)
        self.assertFalse(self.c.kv.put("lock", "you", acquire=other))
        self.assertEqual(self.c.session.renew(session)["TTL"], "10s")
        self.assertEqual(self.c.session.info(session)[1]["Name"], "s")
        self.assertIn(session, [one["ID"] for one in self.c.session.list()[1]])
        self.assertTrue(self.c.session.destroy(session))
        self.assertIsNone(self.c.kv.get("lock")[1])
        self.assertIsNone(self.c.session.info(session)[1])
        with self.assertRaises(consul.NotFound):
            self.c.session.renew(session)

    def test_events_are_fired_and_listed(self):
        fired = self.c.event.fire("deploy", "body")
        listed = eventually(lambda: self.c.event.list("deploy")[1])
        self.assertEqual((listed[-1]["ID"], listed[-1]["Payload"]), (fired["ID"], b"body"))

    def test_the_agent_tells_of_itself(self):
        node = self.c.agent.self()["Config"]["NodeName"]
        self.assertEqual(self.c.agent.members()[0]["Name"], node)
        self.assertEqual(self.c.catalog.datacenters(), ["dc1"])
        self.assertIn("serfHealth", [one["CheckID"] for one in self.c.health.node(node)[1]])
        self.assertEqual(len(self.c.status.peers()), 1)
        self.assertTrue(self.c.agent.maintenance("true", "why"))
        eventually(lambda: "_node_maintenance" in [one["CheckID"] for one in self.c.health.node(node)[1]])
        self.assertTrue(self.c.agent.maintenance("false"))

    def test_access_control_is_off(self):
        with self.assertRaises(consul.ACLDisabled):
            self.c.acl.list()


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    if PROGRAM == "consul":  # where the scripts have put it on a machine without one
        PROGRAM = os.environ.get("HALFTONE_CONSUL") or PROGRAM
    unittest.main()
