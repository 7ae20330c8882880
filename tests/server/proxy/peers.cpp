// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/proxy/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace halftone::proxy::test {

namespace {

sockaddr_in loopback(int port, const char* address = "127.0.0.1") {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(static_cast<std::uint16_t>(port));
  inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

int portOf(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void setPatience(int fd) {
  const timeval patience{kPatienceSeconds, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

int Message::status() const {
  return start.size() < 12 ? 0 : std::atoi(start.c_str() + 9);
}

std::string Message::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (strcasecmp(key.c_str(), std::string(name).c_str()) == 0) return value;
  }
  return {};
}

int Message::count(std::string_view name) const {
  int found = 0;
  for (const auto& [key, value] : fields)
    found += strcasecmp(key.c_str(), std::string(name).c_str()) == 0 ? 1 : 0;
  return found;
}

Socket::Socket(Socket&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_buffer(std::move(other.m_buffer)) {}

Socket::~Socket() {
  close();
}

void Socket::close() {
  if (m_fd >= 0) ::close(std::exchange(m_fd, -1));
}

bool Socket::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Socket::fill() {
  char buffer[65'536];
  ssize_t got = -1;
  do {
    errno = 0;
    got = ::recv(m_fd, buffer, sizeof buffer, 0);
  } while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  m_buffer.append(buffer, static_cast<std::size_t>(got));
  return true;
}

std::string Socket::receive(std::size_t max) {
  if (m_buffer.empty() && !fill()) return {};
  std::string bytes = m_buffer.substr(0, max);
  m_buffer.erase(0, bytes.size());
  return bytes;
}

bool Socket::ended() {
  if (!m_buffer.empty()) return false;
  char byte = 0;
  const ssize_t got = ::recv(m_fd, &byte, 1, 0);
  return got == 0 || (got < 0 && errno == ECONNRESET);
}

bool Socket::isSilentFor(int milliseconds) {
  pollfd waiting{m_fd, POLLIN, 0};
  return m_buffer.empty() && ::poll(&waiting, 1, milliseconds) == 0;
}

std::string Socket::readLine() {
  std::size_t end = m_buffer.find("\r\n");
  while (end == std::string::npos) {
    if (!fill()) return {};
    end = m_buffer.find("\r\n");
  }
  std::string line = m_buffer.substr(0, end + 2);
  m_buffer.erase(0, end + 2);
  return line;
}

std::optional<Message> Socket::readHead() {
  std::size_t end = m_buffer.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) return std::nullopt;
    end = m_buffer.find("\r\n\r\n");
  }
  Message message;
  message.start = readLine();
  message.start.resize(message.start.size() - 2);
  for (std::string line = readLine(); line != "\r\n"; line = readLine()) {
    const std::size_t colon = line.find(':');
    std::size_t value = line.find_first_not_of(' ', colon + 1);
    message.fields.emplace_back(line.substr(0, colon), line.substr(value, line.size() - 2 - value));
  }
  return message;
}

Message Socket::read(bool bodiless) {
  std::optional<Message> message = readHead();
  if (!message) return {};
  readBody(*message, bodiless);
  return std::move(*message);
}

void Socket::readBody(Message& message, bool bodiless) {
  const bool isAnswer = message.start.starts_with("HTTP/");
  const int status = message.status();
  const std::string length = message.field("content-length");
  if (isAnswer && (bodiless || status < 200 || status == 204 || status == 304)) {
    message.whole = true;
  } else if (!message.field("transfer-encoding").empty()) {
    readChunks(message);
  } else if (!length.empty()) {
    const auto size = static_cast<std::size_t>(std::atoll(length.c_str()));
    message.body = readExactly(size);
    message.whole = message.body.size() == size;
  } else if (isAnswer) {
    while (fill()) {
    }
    message.body = std::exchange(m_buffer, {});
    message.whole = errno != ECONNRESET;
  } else {
    message.whole = true;
  }
}

void Socket::readChunks(Message& message) {
  while (true) {
    const std::string line = readLine();
    if (line.empty()) return;
    const auto size = static_cast<std::size_t>(std::strtoull(line.c_str(), nullptr, 16));
    if (size == 0) break;
    message.body += readExactly(size);
    if (readLine() != "\r\n") return;
  }
  for (std::string line = readLine(); !line.empty(); line = readLine()) {
    if (line == "\r\n") {
      message.whole = true;
      return;
    }
    message.trailer += line;
  }
}

std::string Socket::readExactly(std::size_t size) {
  while (m_buffer.size() < size && fill()) {
  }
  std::string bytes = m_buffer.substr(0, size);
  m_buffer.erase(0, bytes.size());
  return bytes;
}

void Socket::finishWriting() {
  ::shutdown(m_fd, SHUT_WR);
}

void Socket::reset() {
  const linger option{1, 0};
  setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &option, sizeof option);
  close();
}

void Socket::setReceiveBuffer(int bytes) {
  setsockopt(m_fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

int Socket::port() const {
  return portOf(m_fd);
}

Socket connectTo(int port, const char* from) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setPatience(fd);
  const sockaddr_in source = loopback(0, from);
  ::bind(fd, reinterpret_cast<const sockaddr*>(&source), sizeof source);
  const sockaddr_in target = loopback(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0) perror("connect");
  return Socket(fd);
}

Instance::Instance(Script script) : m_script(std::move(script)) {
  m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::listen(m_listener, 1'024);
  m_port = portOf(m_listener);
  m_acceptor = std::thread([this] { accept(); });
}

void Instance::accept() {
  while (!m_ending) {
    const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    setPatience(fd);
    const int number = ++m_connections;
    const std::scoped_lock lock(m_mutex);
    if (m_ending) {
      Socket(fd).reset();
      return;
    }
    m_open[number] = fd;
    joinEnded();
    m_threads.emplace(number, [this, fd, number] {
      Socket socket(fd);
      m_script(socket, number);
      const std::scoped_lock closing(m_mutex);
      m_open.erase(number);
      socket.close();
    });
  }
}

// Under the lock. A thread that has ended keeps its stack until then.
void Instance::joinEnded() {
  for (auto at = m_threads.begin(); at != m_threads.end();) {
    if (m_open.contains(at->first)) {
      ++at;
      continue;
    }
    at->second.join();
    at = m_threads.erase(at);
  }
}

void Instance::kill() {
  if (m_ending.exchange(true)) return;
  ::shutdown(m_listener, SHUT_RDWR);
  m_acceptor.join();
  ::close(m_listener);
  const std::scoped_lock lock(m_mutex);
  for (const auto& [number, fd] : m_open) {
    const linger option{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, sizeof option);
    ::shutdown(fd, SHUT_RDWR);
  }
}

Instance::~Instance() {
  kill();
  for (auto& [number, thread] : m_threads) thread.join();
}

Instance::Script Instance::answering(std::string name) {
  return [name = std::move(name)](Socket& socket, int) {
    for (Message request = socket.read(); request.whole; request = socket.read()) {
      if (!socket.send(answer(name + ' ' + request.start))) return;
    }
  };
}

std::string answer(std::string_view body, std::string_view fields, int status) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Some Reason\r\n";
  text += fields;
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  text += body;
  return text;
}

}  // namespace halftone::proxy::test
