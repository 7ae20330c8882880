# SPDX-License-Identifier: GPL-3.0-or-later
"""Two users of Debian's python3-websockets on two nodes: conversation.py WS_URL_1 WS_URL_2 plain|compressed. Exits with 0 if every message
came to both, in order, once, also across a resume on the other node; else tells what did not."""
import asyncio
import json
import sys

import websockets

MESSAGES, MISSED, DEADLINE = 100, 25, 20


class User:
    def __init__(self, name):
        self.name, self.texts, self.seq, self.socket, self.frames = name, [], 0, None, []

    async def connect(self, url):
        self.socket = await websockets.connect(f"{url}/ws?user={self.name}", origin="http://localhost")
        self.welcome = await self.take("welcome")

    async def send(self, **frame):
        await self.socket.send(json.dumps(frame))

    async def take(self, kind):
        """The next frame of this type; messages on the way are noted."""
        while True:
            frame = json.loads(await asyncio.wait_for(self.socket.recv(), DEADLINE))
            if frame["type"] == "message":
                self.texts.append(frame["text"])
                self.seq = frame["seq"]
            if frame["type"] == "error":
                raise AssertionError(f"{self.name} was told {frame}")
            if frame["type"] == kind:
                return frame

    async def until(self, count):
        while len(self.texts) < count:
            await self.take("message")


async def converse(first, second, transport):
    ann, bob = User("ann"), User("bob")
    await ann.connect(first)
    await bob.connect(second)
    for user in (ann, bob):
        agreed = [extension.name for extension in user.socket.extensions]
        assert agreed == (["permessage-deflate"] if transport == "compressed" else []), agreed
        await user.send(type="join", room="parley")
        user.epoch = (await user.take("joined"))["epoch"]
    wanted = []
    for number in range(MESSAGES):
        speaker = (ann, bob)[number % 2]
        wanted.append(f"Nr. {number} 你好 " + "x" * (number * 40))
        await speaker.send(type="say", room="parley", text=wanted[-1], id=f"m-{number}")
        for user in (ann, bob):  # both have it before the next is said, so that one order is the right one
            await user.until(number + 1)
    # A ping of the client's own is answered within the protocol, too.
    await asyncio.wait_for(await bob.socket.ping(b"still there?"), DEADLINE)
    # Ann goes away, misses some, and comes back to the other node.
    await ann.socket.close()
    for number in range(MISSED):
        wanted.append(f"missed {number}")
        await bob.send(type="say", room="parley", text=wanted[-1], id=f"missed-{number}")
    await bob.until(len(wanted))
    token = ann.welcome["resume"]
    await ann.connect(second)
    await ann.send(type="resume", token=token, rooms=[{"room": "parley", "epoch": ann.epoch, "seq": ann.seq}])
    assert (await ann.take("resumed"))["recovered"] is True, "the session was not resumed"
    await ann.until(len(wanted))
    for user in (ann, bob):
        assert user.texts == wanted, f"{user.name} has {len(user.texts)} messages of {len(wanted)}, or another order"
        await user.socket.close()
        assert user.socket.close_code == 1000, f"closed with {user.socket.close_code}"


asyncio.run(converse(*sys.argv[1:4]))
print("ok")
