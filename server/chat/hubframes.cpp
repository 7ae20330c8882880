// SPDX-License-Identifier: GPL-3.0-or-later
// What clients ask the hub for, joins and resumes excepted.
#include "server/chat/hub.h"
#include "server/chat/wallclock.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

// So many frames over the rate without a pause are no accident.
constexpr std::uint16_t kMaxRefusals = 200;

}  // namespace

void Hub::handle(Session& session, std::string_view text, Clock::time_point now) {
  m_counters.framesIn.add();
  if (!m_tails.isEmpty()) m_tails.came(session, text);
  if (!session.bucket().take(now)) return refuseFlood(session, text);
  session.refusals = 0;
  session.touch(wallClockMs());
  auto frame = readClientFrame(text, {m_limits.maxTextBytes, m_limits.maxRooms});
  if (!frame) return session.wire().sendText(writeError(frame.error()));
  switch (frame->kind) {
    case FrameKind::Say:
      return onSay(session, *frame);
    case FrameKind::Typing:
      return onTyping(session, *frame);
    case FrameKind::Join:
      return onJoin(session, *frame);
    case FrameKind::Leave:
      return onLeave(session, *frame);
    case FrameKind::History:
      return onHistory(session, *frame);
    case FrameKind::Resume:
      return onResume(session, *frame);
    case FrameKind::Ping:
      return session.wire().sendText(writePong(wallClockMs(), frame->id));
  }
}

void Hub::refuseFlood(Session& session, std::string_view text) {
  m_counters.rateLimited.add();
  if (++session.refusals > kMaxRefusals) {
    m_counters.protocolErrors.add();
    return session.wire().close(net::ws::PolicyViolation, "too many frames");
  }
  const auto frame = readClientFrame(text, {m_limits.maxTextBytes, m_limits.maxRooms});
  sendError(session, "rate_limited", "too many frames a second", frame ? frame->id : frame.error().id);
}

void Hub::sendError(Session& session, const char* code, std::string message, std::string_view id) {
  session.wire().sendText(writeError({code, std::move(message), std::string(id)}));
}

void Hub::onSay(Session& session, ClientFrame& frame) {
  Room* room = findRoom(frame.room);
  if (!room || !session.membershipIn(*room))
    return sendError(session, "not_joined", "join the room first", frame.id);
  if (m_backplane.queued() > m_limits.maxStoreQueue) {
    return sendError(session, "unavailable", "the store is behind, try again", frame.id);
  }
  session.countMessage();
  m_counters.messagesIn.add();
  m_backplane.append(
      {std::move(frame.room), session.user(), std::move(frame.text), std::move(frame.id), session.key()});
}

void Hub::onTyping(Session& session, const ClientFrame& frame) {
  Room* room = findRoom(frame.room);
  if (!room || !session.membershipIn(*room))
    return sendError(session, "not_joined", "join the room first", frame.id);
  room->addPassing(writeTyping(frame.room, session.user()));
  makeDirty(*room);
  m_backplane.pass({frame.room, m_identity.node, session.user(), 0, {}, {}});
}

void Hub::onHistory(Session& session, const ClientFrame& frame) {
  // v1 knows no pages: always the newest.
  const bool paged = session.api() == ApiVersion::V2;
  const HistoryQuery query{frame.room, paged ? frame.before : 0,
                           paged && frame.limit != 0 ? frame.limit : kDefaultPage};
  m_backplane.readHistory(
      query, [this, key = session.key(), room = frame.room, id = frame.id](const Result<HistoryPage>& page) {
        Session* asker = find(key);
        if (!asker) return;
        if (!page) return sendError(*asker, "unavailable", page.error().toString(), id);
        asker->wire().sendText(writeHistory(asker->api(), room, *page, id));
      });
}

}  // namespace halftone::chat
