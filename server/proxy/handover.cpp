// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/handover.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <QLoggingCategory>
#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcHandover, "halftone.proxy.handover")

constexpr std::size_t kMaxListeners = 253;  // what the kernel passes in one message (SCM_MAX_FD)
constexpr std::size_t kMaxNode = 256;
constexpr int kPatienceSeconds = 5;

Result<sockaddr_un> addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return fail(ErrorCode::Invalid, path, "is no path of a Unix socket: too long, or empty");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

net::UniqueFd unixSocket() {
  return net::UniqueFd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

// A message of one byte with descriptors beside it.
union Control {
  std::array<char, CMSG_SPACE(sizeof(int) * kMaxListeners)> bytes;
  cmsghdr alignment;
};

bool sendDescriptors(int channel, const std::vector<net::UniqueFd>& descriptors) {
  char byte = 'H';
  iovec part{&byte, 1};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    const int number = descriptors[i].get();
    std::memcpy(CMSG_DATA(header) + i * sizeof(int), &number, sizeof(int));
  }
  return ::sendmsg(channel, &message, MSG_NOSIGNAL) == 1;
}

std::vector<net::UniqueFd> receiveDescriptors(int channel) {
  char byte = 0;
  iovec part{&byte, 1};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes.data();
  message.msg_controllen = control.bytes.size();
  std::vector<net::UniqueFd> descriptors;
  if (::recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != 1) return descriptors;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      descriptors.emplace_back(number);
    }
  }
  return descriptors;
}

bool isOurs(int channel) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(channel, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

void setPatience(int channel) {
  const timeval patience{kPatienceSeconds, 0};
  ::setsockopt(channel, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(channel, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

}  // namespace

void Inheritance::tellReady(const std::string& node) {
  if (!channel) return;
  const std::string line = node.substr(0, kMaxNode - 1) + '\n';
  if (::send(channel.get(), line.data(), line.size(), MSG_NOSIGNAL) < 0) {
    qCWarning(lcHandover, "cannot tell the predecessor: %s", std::strerror(errno));
  }
  channel.reset();
}

Result<Inheritance> takeListeners(const std::string& path) {
  const auto address = addressOf(path);
  if (!address) return tl::unexpected(address.error());
  Inheritance result;
  result.channel = unixSocket();
  if (!result.channel) return fail(ErrorCode::Io, path, std::strerror(errno));
  setPatience(result.channel.get());
  const auto* const raw = reinterpret_cast<const sockaddr*>(&*address);
  if (::connect(result.channel.get(), raw, sizeof *address) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) return Inheritance{};
    return fail(ErrorCode::Io, path, std::strerror(errno));
  }
  if (!isOurs(result.channel.get())) return fail(ErrorCode::Invalid, path, "belongs to another user");
  result.listeners = receiveDescriptors(result.channel.get());
  if (result.listeners.empty()) return fail(ErrorCode::Io, path, "the predecessor hands nothing over");
  return result;
}

Result<std::unique_ptr<Handover>> Handover::offer(const std::string& path,
                                                  std::vector<net::UniqueFd> listeners) {
  // Under another name first, so that the path always leads to somebody who answers.
  const std::string fresh = path + ".new";
  const auto address = addressOf(fresh);
  if (!address) return tl::unexpected(address.error());
  net::UniqueFd socket = unixSocket();
  ::unlink(fresh.c_str());
  const mode_t before = ::umask(0177);
  const auto* const raw = reinterpret_cast<const sockaddr*>(&*address);
  const bool bound = socket && ::bind(socket.get(), raw, sizeof *address) == 0;
  ::umask(before);
  if (!bound || ::listen(socket.get(), 4) != 0 || std::rename(fresh.c_str(), path.c_str()) != 0) {
    return fail(ErrorCode::Io, path, std::strerror(errno));
  }
  return std::unique_ptr<Handover>(new Handover(std::move(listeners), std::move(socket)));
}

Handover::Handover(std::vector<net::UniqueFd> listeners, net::UniqueFd socket)
    : m_listeners(std::move(listeners)),
      m_socket(std::move(socket)),
      m_meeting(std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read)) {
  connect(m_meeting.get(), &QSocketNotifier::activated, this, &Handover::meet);
}

Handover::~Handover() = default;

void Handover::meet() {
  net::UniqueFd channel(::accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!channel || m_successor || !isOurs(channel.get())) return;  // one at a time
  setPatience(channel.get());
  if (!sendDescriptors(channel.get(), m_listeners)) {
    qCWarning(lcHandover, "cannot hand over: %s", std::strerror(errno));
    return;
  }
  m_successor = std::move(channel);
  m_heard.clear();
  m_hearing = std::make_unique<QSocketNotifier>(m_successor.get(), QSocketNotifier::Read);
  connect(m_hearing.get(), &QSocketNotifier::activated, this, &Handover::hear);
}

void Handover::hear() {
  std::array<char, kMaxNode> piece{};
  const ssize_t got = ::recv(m_successor.get(), piece.data(), piece.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got > 0) m_heard.append(piece.data(), static_cast<std::size_t>(got));
  const std::size_t end = m_heard.find('\n');
  const bool isReady = end != std::string::npos;
  if (!isReady && got > 0 && m_heard.size() < kMaxNode) return;
  m_hearing->setEnabled(false);
  m_hearing.release()->deleteLater();  // it is calling us
  m_successor.reset();
  if (!isReady) {
    qCWarning(lcHandover, "the successor is gone before it was ready: all stays as it was");
    return;
  }
  m_meeting->setEnabled(false);
  emit taken(QString::fromStdString(m_heard.substr(0, end)));
}

}  // namespace halftone::proxy
