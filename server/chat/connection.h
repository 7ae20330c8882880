// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/chat/apirequest.h"
#include "server/chat/outbox.h"
#include "server/chat/wire.h"
#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/net/httpserver.h"
#include "server/net/socket.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

class DataPort;
class Session;

// One client's TCP connection on the data port: HTTP requests first, then maybe a WebSocket. Owns memory only
// while input is incomplete or output is pending. Owner: the data port; data thread only.
//
//   Http --upgrade--> WebSocket --close--> Closing --> gone       (Http -> Closing on errors)
class Connection final : public net::IoHandler, public Wire {
 public:
  Connection(DataPort& port, std::uint64_t key, net::UniqueFd fd);
  ~Connection() override;

  [[nodiscard]] std::uint64_t key() const { return m_key; }
  [[nodiscard]] int fd() const { return m_fd.get(); }
  [[nodiscard]] bool isClosing() const { return m_stage == Stage::Closing; }
  // To be called once, after it is watched.
  void begin();

  // From the dispatcher.
  void ready(std::uint32_t events) override;

  // Wire: what the session sends.
  void deliver(const SharedBytes& frames) override;
  void deliverPassing(const SharedBytes& frames) override;
  void sendText(std::string_view text) override;
  void close(std::uint16_t code, std::string_view reason) override;
  [[nodiscard]] std::string peer() const override;

  // At the end of a turn, for those that asked the port for it.
  void flushOutbox();
  void settle();  // does the close that was asked for during the turn

  // Later, for a request that had to wait: injected latency, the store. It is the one being answered.
  void perform(const ApiRequest& request);
  void answerHistory(const ApiRequest& request, const Result<HistoryPage>& page);
  // Answers 503 and closes: the node is full.
  void refuseFull();

 private:
  enum class Stage : std::uint8_t { Http, WebSocket, Closing, Gone };
  class Timeout final : public net::Deadline {
   public:
    explicit Timeout(Connection& connection) : m_connection(connection) {}
    void expired() override { m_connection.timeIsUp(); }

   private:
    Connection& m_connection;
  };
  struct PendingClose {
    std::uint16_t code;
    std::string reason;
  };

  void receive(bool untilBlocked);
  void take(char* bytes, std::size_t size);
  void peerIsDone();
  void takeRequests(char* bytes, std::size_t size);
  std::size_t takeOneRequest(std::string_view bytes);
  void takeMore();
  void request(ApiRequest request);
  void answer(const ApiRequest& request, net::HttpResponse response);
  void answerError(const ApiRequest& request, int status, std::string_view code, std::string_view why);
  void refuse(int status, std::string_view code, std::string_view why);  // what is no request; closes
  void answered(bool keepAlive);
  void upgrade(const ApiRequest& request);

  void takeFrames(char* bytes, std::size_t size);
  void takeEvent(const net::ws::Reader::Event& event);
  void takeText(std::string_view text);
  void takeClose(std::uint16_t code);

  void queue(std::string_view bytes);
  void checkSpeed();
  void beginClosing();
  void finishWriting();
  void timeIsUp();
  void checkLiveness();
  void end();

  DataPort& m_port;
  std::uint64_t m_key;
  net::UniqueFd m_fd;
  Timeout m_timeout{*this};
  std::chrono::steady_clock::time_point m_lastHeard;
  std::string m_partial;                      // the beginning of a request
  std::unique_ptr<Outbox> m_outbox;           // while something is to be sent
  std::unique_ptr<net::ws::Reader> m_reader;  // as a WebSocket
  Session* m_session = nullptr;               // as a WebSocket; the hub's
  std::unique_ptr<PendingClose> m_pendingClose;
  Stage m_stage = Stage::Http;
  bool m_isBlocked = false;    // the socket takes no more until EPOLLOUT
  bool m_isListed = false;     // on the port's list for flushOutbox
  bool m_isSettling = false;   // on the port's list for settle
  bool m_deflates = false;     // permessage-deflate was agreed on
  bool m_isAnswering = false;  // a request waits for its answer: no further one is begun
  bool m_isParsing = false;
  bool m_hasUnread = false;   // bytes were left in the socket meanwhile
  bool m_peerIsDone = false;  // it will send no more: end of stream, or a close frame
  bool m_isReadOut = false;   // its close or its error was the last frame of interest
  bool m_hasShutDown = false;
};

}  // namespace halftone::chat
