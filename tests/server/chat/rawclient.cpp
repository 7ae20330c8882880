// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/chat/rawclient.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <QTest>
#include <array>
#include <cerrno>
#include <cstring>

namespace halftone::chat::testing {

RawClient::RawClient(const net::SocketAddress& to, int receiveBuffer)
    : m_fd(::socket(to.raw()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{10, 0};
  ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(m_fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (receiveBuffer > 0)
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
  if (::connect(m_fd.get(), to.raw(), to.rawSize()) != 0) qFatal("connect: %s", std::strerror(errno));
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // the peer has hung up: what the test reads will tell
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool RawClient::readMore() {
  std::array<char, 65536> bytes;
  ssize_t count = 0;
  do {
    count = ::recv(m_fd.get(), bytes.data(), bytes.size(), 0);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  m_buffer.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string RawClient::readAnswer(bool isHead) {
  std::size_t headEnd = 0;
  while ((headEnd = m_buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!readMore()) return {};
  }
  headEnd += 4;
  std::size_t size = headEnd;
  const std::size_t length = m_buffer.substr(0, headEnd).find("Content-Length: ");
  if (!isHead && length != std::string::npos) size += std::stoul(m_buffer.substr(length + 16));
  while (m_buffer.size() < size) {
    if (!readMore()) return {};
  }
  const std::string answer = m_buffer.substr(0, size);
  m_buffer.erase(0, size);
  return answer;
}

std::string RawClient::get(const std::string& target, const std::string& fields) {
  send("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
  return readAnswer();
}

bool RawClient::isClosedByPeer() {
  while (readMore()) {
  }
  return errno != EAGAIN && errno != EWOULDBLOCK;
}

std::string RawClient::upgrade(const std::string& target, const std::string& fields) {
  send("GET " + target +
       " HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
       fields + "\r\n");
  return readAnswer();
}

void RawClient::sendFrame(net::ws::Opcode opcode, std::string_view payload, bool fin) {
  send(net::ws::encodeMasked(opcode, payload, 0x12345678, fin));
}

std::uint16_t RawClient::Frame::closeCode() const {
  if (payload.size() < 2) return 1005;
  return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                    static_cast<unsigned char>(payload[1]));
}

std::optional<RawClient::Frame> RawClient::readFrame() {
  const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(m_buffer[i]); };
  const auto need = [this](std::size_t size) {
    while (m_buffer.size() < size) {
      if (!readMore()) return false;
    }
    return true;
  };
  if (!need(2)) return std::nullopt;
  std::size_t head = 2;
  std::uint64_t size = byte(1) & 0x7f;
  const std::size_t extended = size == 126 ? 2 : size == 127 ? 8 : 0;
  head += extended;
  if (!need(head)) return std::nullopt;
  if (extended > 0) {
    size = 0;
    for (std::size_t i = 0; i < extended; ++i) size = size << 8 | byte(2 + i);
  }
  if (!need(head + size)) return std::nullopt;
  Frame frame{static_cast<net::ws::Opcode>(byte(0) & 0x0f), m_buffer.substr(head, size)};
  m_buffer.erase(0, head + size);
  return frame;
}

std::string RawClient::readTextWith(std::string_view part) {
  while (auto frame = readFrame()) {
    if (frame->opcode == net::ws::Opcode::Text && frame->payload.find(part) != std::string::npos)
      return frame->payload;
  }
  return {};
}

std::optional<std::uint16_t> RawClient::readCloseCode() {
  while (auto frame = readFrame()) {
    if (frame->opcode == net::ws::Opcode::Close) return frame->closeCode();
  }
  return std::nullopt;
}

}  // namespace halftone::chat::testing
