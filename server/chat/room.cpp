// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/room.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "server/chat/counters.h"
#include "server/chat/protocol.h"
#include "server/chat/session.h"
#include "server/net/websocketdeflate.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

using net::ws::encodeDeflatedInto;
using net::ws::encodeInto;
using net::ws::Opcode;

Audience& Room::audienceOf(const Session& session) {
  return audience(session.api(), session.deflates());
}

std::size_t Room::memberCount() const {
  std::size_t count = 0;
  for (const Audience& audience : m_audiences) count += audience.members.size();
  return count;
}

std::size_t Room::allMembers() const {
  std::size_t count = memberCount();
  for (const auto& [node, members] : m_elsewhere) count += members;
  return count;
}

bool Room::setElsewhere(const std::string& node, std::size_t members) {
  const auto at = std::find_if(m_elsewhere.begin(), m_elsewhere.end(),
                               [&node](const auto& known) { return known.first == node; });
  if (at == m_elsewhere.end()) {
    if (members > 0) m_elsewhere.emplace_back(node, members);
    return members > 0;
  }
  const bool isNews = at->second != members;
  at->second = members;
  if (members == 0) m_elsewhere.erase(at);
  return isNews;
}

void Room::admit(Session& session) {
  std::vector<Session*>& members = audienceOf(session).members;
  session.memberships().push_back({this, static_cast<std::uint32_t>(members.size())});
  members.push_back(&session);
}

void Room::dismiss(Session& session) {
  Session::Membership* membership = session.membershipIn(*this);
  if (!membership) return;
  const std::uint32_t index = membership->index;
  std::vector<Session*>& members = audienceOf(session).members;
  members[index] = members.back();
  members[index]->membershipIn(*this)->index = index;
  members.pop_back();
  *membership = session.memberships().back();
  session.memberships().pop_back();
}

void Room::say(const Message& message, Counters& counters) {
  for (int number = 0; number < kApiVersions; ++number) {
    const auto api = static_cast<ApiVersion>(number);
    Audience& plain = audience(api, false);
    Audience& deflated = audience(api, true);
    const std::size_t members = plain.members.size() + deflated.members.size();
    if (members == 0) continue;
    const std::string text = writeMessage(api, message);
    if (!plain.members.empty()) encodeInto(plain.batch, Opcode::Text, text);
    if (!deflated.members.empty()) encodeDeflatedInto(deflated.batch, Opcode::Text, text);
    counters.messagesOut.add(members);
  }
}

void Room::addPassing(std::string_view text) {
  for (Audience& audience : m_audiences) {
    if (!audience.members.empty()) encodeInto(audience.passing, Opcode::Text, text);
  }
}

void Room::flush(Counters& counters) {
  for (Audience& audience : m_audiences) {
    if (!audience.batch.empty()) {
      const auto frames = std::make_shared<const std::string>(std::exchange(audience.batch, {}));
      for (Session* member : audience.members) member->wire().deliver(frames);
      counters.batches.add();
    }
    if (!audience.passing.empty()) {
      const auto frames = std::make_shared<const std::string>(std::exchange(audience.passing, {}));
      for (Session* member : audience.members) member->wire().deliverPassing(frames);
    }
  }
}

std::size_t Room::gatheredBytes() const {
  std::size_t bytes = 0;
  for (const Audience& audience : m_audiences) bytes += audience.batch.size() + audience.passing.size();
  return bytes;
}

}  // namespace halftone::chat
