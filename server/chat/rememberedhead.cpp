// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/rememberedhead.h"

#include <algorithm>

#include "server/net/httphead.h"

namespace halftone::chat {

namespace {

// Of the handshake, the transport and the cache: no rule is about them.
constexpr std::string_view kLeftOut[] = {
    "accept", "accept-encoding", "cache-control",    "connection",      "content-length",    "keep-alive",
    "pragma", "upgrade",         "x-forwarded-host", "x-forwarded-for", "x-forwarded-proto",
};

bool isLeftOut(std::string_view name) {
  constexpr std::string_view kHandshake = "sec-websocket-";
  if (name.size() >= kHandshake.size() &&
      net::equalsIgnoringCase(name.substr(0, kHandshake.size()), kHandshake))
    return true;
  return std::any_of(std::begin(kLeftOut), std::end(kLeftOut),
                     [name](std::string_view known) { return net::equalsIgnoringCase(name, known); });
}

}  // namespace

std::string rememberHead(const net::RequestHead& head, const std::optional<policy::Address>& client) {
  std::string text;
  if (client) text += client->toText().view();
  text += '\n';
  text += net::pathAndQuery(head);
  for (const Field& field : head.fields.all()) {
    if (isLeftOut(field.name)) continue;
    text.append("\n").append(field.name).append(":").append(field.value);
    if (text.size() > kMaxRememberedBytes) return {};
  }
  if (text.size() > kMaxRememberedBytes) return {};
  text.shrink_to_fit();
  return text;
}

bool RecalledHead::read(std::string_view text) {
  m_fields.clear();
  const std::size_t first = text.find('\n');
  if (first == std::string_view::npos) return false;
  m_client = policy::Address::parse(text.substr(0, first));
  text.remove_prefix(first + 1);
  std::size_t end = std::min(text.find('\n'), text.size());
  m_target = text.substr(0, end);
  while (end < text.size()) {
    text.remove_prefix(end + 1);
    end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    m_fields.push_back({line.substr(0, colon), line.substr(colon + 1)});
  }
  return true;
}

policy::Request RecalledHead::request() const {
  policy::Request request;
  request.method = "GET";
  request.target = m_target;
  request.fields = m_fields;
  request.client = m_client;
  return request;
}

std::optional<std::vector<policy::Cidr>> parseTrusted(std::string_view list) {
  std::vector<policy::Cidr> trusted;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const auto cidr = policy::Cidr::parse(list.substr(0, end));
    if (!cidr) return std::nullopt;
    trusted.push_back(*cidr);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return trusted;
}

}  // namespace halftone::chat
