// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/page.h"

#include "server/chat/json.h"

namespace halftone::chat {

namespace {

constexpr std::string_view kBefore = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Halftone chat</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 46rem; height: 100vh; display: flex; flex-direction: column; }
  header, form { display: flex; gap: .5rem; padding: .75rem; align-items: center; flex-wrap: wrap; }
  header h1 { font-size: 1rem; margin: 0 auto 0 0; }
  #where { padding: .1rem .6rem; border: 1px solid; border-radius: 1rem; }
  #log { flex: 1; overflow-y: auto; margin: 0; padding: 0 .75rem; list-style: none; }
  #log b { margin-right: .5rem; }
  #log .note { opacity: .65; }
  input { padding: .4rem; font: inherit; }
  #text { flex: 1; min-width: 8rem; }
  button { font: inherit; padding: .4rem .9rem; }
</style>
<header><h1>Halftone chat</h1><span id="state">not connected</span><span id="where" title="the version and the node of the server that you talk to"></span></header>
<form id="enter">
  <label>You <input id="user" size="10" maxlength="40" required></label>
  <label>Room <input id="room" size="10" maxlength="40" value="lobby" required></label>
  <button>Join</button><span id="members"></span>
  <small>Give a name and a room, then Join. The pill above tells the version and the node that serve you.</small>
</form>
<ul id="log" aria-live="polite"></ul>
<form id="say"><input id="text" placeholder="Say something" autocomplete="off" disabled><button disabled>Say</button></form>
<script>
'use strict';
const served = )html";

constexpr std::string_view kAfter = R"html(;
const at = id => document.getElementById(id);
let socket = null, token = '', mark = null, room = '', user = '', count = 0, wait = 0, timer = 0;
let node = '', joined = false, saysAgain = false;
const unsent = new Map();   // id -> text, until it is acknowledged

at('user').value = 'guest' + Math.floor(Math.random() * 10000);
at('where').textContent = served.version + ' on ' + served.node;

function line(from, text) {
  const item = document.createElement('li');
  if (from) {
    const who = document.createElement('b');
    who.textContent = from;
    item.append(who);
  } else {
    item.className = 'note';
  }
  item.append(text);
  at('log').append(item);
  if (at('log').children.length > 500) at('log').firstChild.remove();
  item.scrollIntoView();
}

function state(text, open) {
  at('state').textContent = text;
  at('text').disabled = at('say').querySelector('button').disabled = !open;
}

function send(frame) { socket.send(JSON.stringify(frame)); }

function members(number) { at('members').textContent = number + (number === 1 ? ' member' : ' members'); }

// The store was away for a moment: what was not taken is tried again.
function later(action) {
  const mine = socket;
  setTimeout(() => { if (mine === socket && mine.readyState === WebSocket.OPEN) action(); }, 1500);
}

function sayUnsent() {
  saysAgain = false;
  if (joined) for (const [id, text] of unsent) send({type: 'say', room, text, id});
}

function connect() {
  clearTimeout(timer);
  saysAgain = false;
  joined = false;
  let opened = false;
  if (!mark) state('connecting', false);
  const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
  const mine = socket = new WebSocket(scheme + location.host + '/ws?user=' + encodeURIComponent(user));
  mine.onmessage = event => { if (mine === socket) receive(JSON.parse(event.data)); };
  mine.onopen = () => { opened = true; };
  mine.onclose = event => {
    if (mine !== socket) return;
    joined = false;
    if (event.code >= 4000) {
      line('', 'turned out by the operator: ' + (event.reason || event.code) + '. Join to come back.');
      token = '';
      return state('not connected', false);
    }
    wait = wait || Math.min(10000, 250 + Math.random() * 1000);
    state(opened ? 'reconnecting' : 'the server does not take us in; trying again', false);
    timer = setTimeout(connect, wait);
    wait = Math.min(10000, wait * 2);
  };
}

function enter() {
  if (mark) send({type: 'join', room, epoch: mark.epoch, after: mark.seq});
  else send({type: 'join', room});
}

const on = {
  welcome(frame) {
    at('where').textContent = frame.version + ' on ' + frame.node;
    if (node && node !== frame.node) line('', 'now served by ' + frame.version + ' on ' + frame.node);
    node = frame.node;
    wait = 0;
    if (token && mark) send({type: 'resume', token, rooms: [{room, epoch: mark.epoch, seq: mark.seq}]});
    else enter();
    token = frame.resume;
  },
  resumed(frame) { if (!frame.recovered) enter(); },
  joined(frame) {
    if (frame.room !== room) return;
    const missed = frame.recovered === false;
    if (missed) line('', 'some messages were missed');
    if (!mark || missed || mark.epoch !== frame.epoch) mark = {epoch: frame.epoch, seq: frame.seq};
    members(frame.members);
    joined = true;
    state('connected', true);
    sayUnsent();
  },
  message(frame) {
    if (frame.room !== room || frame.seq <= mark.seq) return;
    mark.seq = frame.seq;
    line(frame.from, frame.text);
  },
  ack(frame) { unsent.delete(frame.id); },
  presence(frame) {
    if (frame.room !== room) return;
    members(frame.members);
    for (const name of frame.joined) if (name !== user) line('', name + ' joined');
    for (const name of frame.left) if (name !== user) line('', name + ' left');
  },
  reconnect(frame) { wait = Math.max(1, frame.delay); },
  error(frame) {
    line('', frame.message);
    if (frame.code !== 'unavailable') {
      unsent.delete(frame.id);
    } else if (!joined) {
      later(enter);
    } else if (!saysAgain) {
      saysAgain = true;
      later(sayUnsent);
    }
  },
};

function receive(frame) { if (on[frame.type]) on[frame.type](frame); }

at('enter').onsubmit = event => {
  event.preventDefault();
  if (!at('user').value.trim() || !at('room').value.trim()) return line('', 'a name and a room are needed');
  user = at('user').value.trim();
  room = at('room').value.trim();
  node = '';
  mark = null;
  token = '';
  unsent.clear();
  line('', 'entering ' + room + ' as ' + user);
  if (socket) socket.close();
  connect();
};

at('say').onsubmit = event => {
  event.preventDefault();
  const text = at('text').value;
  if (!text) return;
  const id = Date.now().toString(36) + '-' + (++count).toString(36) + '-' + Math.random().toString(36).slice(2, 8);
  unsent.set(id, text);
  if (joined && socket.readyState === WebSocket.OPEN) send({type: 'say', room, text, id});
  at('text').value = '';
};
</script>
</html>
)html";

// JSON inside a script element: "</script>" in a name must not end it.
std::string scriptSafe(const std::string& json) {
  std::string out;
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string chatPage(std::string_view node, std::string_view version) {
  std::string served;
  JsonObject object(served);
  object.text("node", node).text("version", version);
  object.end();
  std::string page(kBefore);
  page += scriptSafe(served);
  page += kAfter;
  return page;
}

}  // namespace halftone::chat
