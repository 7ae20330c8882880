// SPDX-License-Identifier: GPL-3.0-or-later
// The same as conversation.py with the npm package `ws` (Debian's node-ws): conversation.js WS_URL_1 WS_URL_2 plain|compressed.
'use strict';
const assert = require('assert');
const WebSocket = require('ws');

const MESSAGES = 100, MISSED = 25, DEADLINE = 20000;

class User {
  constructor(name) {
    this.name = name;
    this.texts = [];
    this.seq = 0;
    this.frames = [];
    this.waiting = [];  // {holds, resolve}
  }

  async connect(url) {
    this.socket = new WebSocket(`${url}/ws?user=${this.name}`, {origin: 'http://localhost'});
    this.socket.on('message', (data, isBinary) => {
      assert(!isBinary, 'a binary frame');
      this.received(JSON.parse(data.toString()));
    });
    this.closed = new Promise(resolve => this.socket.on('close', code => resolve(code)));
    this.welcome = await this.take('welcome');
  }

  send(frame) { this.socket.send(JSON.stringify(frame)); }

  received(frame) {
    assert.notStrictEqual(frame.type, 'error', `${this.name} was told ${JSON.stringify(frame)}`);
    if (frame.type === 'message') {
      this.texts.push(frame.text);
      this.seq = frame.seq;
    }
    this.frames.push(frame);
    this.waiting = this.waiting.filter(wait => !wait.holds());
  }

  until(holds, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.name} waited in vain for ${what}`)), DEADLINE);
      const done = () => {
        if (!holds()) return false;
        clearTimeout(timer);
        resolve();
        return true;
      };
      if (!done()) this.waiting.push({holds: done});
    });
  }

  async take(type) {
    const at = () => this.frames.findIndex(frame => frame.type === type);
    await this.until(() => at() >= 0, type);
    return this.frames.splice(at(), 1)[0];
  }

  has(count) { return this.until(() => this.texts.length >= count, `message ${count}`); }
}

async function converse(first, second, transport) {
  const ann = new User('ann'), bob = new User('bob'), wanted = [];
  await ann.connect(first);
  await bob.connect(second);
  for (const user of [ann, bob]) {
    assert.strictEqual(user.socket.extensions, transport === 'compressed' ? 'permessage-deflate' : '');
    user.send({type: 'join', room: 'parley'});
    user.epoch = (await user.take('joined')).epoch;
  }
  for (let number = 0; number < MESSAGES; ++number) {
    wanted.push(`Nr. ${number} 你好 ` + 'x'.repeat(number * 40));
    [ann, bob][number % 2].send({type: 'say', room: 'parley', text: wanted[number], id: `m-${number}`});
    await Promise.all([ann.has(number + 1), bob.has(number + 1)]);
  }
  const pong = new Promise(resolve => bob.socket.once('pong', data => resolve(data.toString())));
  bob.socket.ping('still there?');
  assert.strictEqual(await pong, 'still there?');

  ann.socket.close(1000);
  assert.strictEqual(await ann.closed, 1000);
  for (let number = 0; number < MISSED; ++number) {
    wanted.push(`missed ${number}`);
    bob.send({type: 'say', room: 'parley', text: `missed ${number}`, id: `missed-${number}`});
  }
  await bob.has(wanted.length);
  const token = ann.welcome.resume;
  await ann.connect(second);
  ann.send({type: 'resume', token, rooms: [{room: 'parley', epoch: ann.epoch, seq: ann.seq}]});
  assert.strictEqual((await ann.take('resumed')).recovered, true);
  await ann.has(wanted.length);
  for (const user of [ann, bob]) {
    assert.deepStrictEqual(user.texts, wanted, `${user.name}: other messages, or another order`);
    user.socket.close(1000);
    assert.strictEqual(await user.closed, 1000);
  }
}

converse(...process.argv.slice(2, 5)).then(() => console.log('ok'), error => {
  console.error(error);
  process.exit(1);
});
