// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httpresponsetext.h"

#include <QLoggingCategory>
#include <algorithm>
#include <array>

#include "server/net/httphead.h"
#include "server/net/httptext.h"

namespace halftone::net {

namespace {

Q_LOGGING_CATEGORY(lcHttp, "halftone.net.http")

bool isServersOwn(std::string_view name) {
  constexpr std::array<std::string_view, 4> kOwn{"content-length", "date", "connection", "transfer-encoding"};
  return std::any_of(kOwn.begin(), kOwn.end(),
                     [name](std::string_view own) { return equalsIgnoringCase(own, name); });
}

void appendField(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool isWritableField(std::string_view name, std::string_view value) {
  return isToken(name) && isFieldText(value);
}

std::string formatResponse(const HttpResponse& response, ResponseContext context, std::string_view date) {
  const bool isKnown = response.status >= 200 && response.status <= 599;
  if (!isKnown) qCWarning(lcHttp, "%d is no final status: sent as 500", response.status);
  const int status = isKnown ? response.status : 500;
  const bool hasBody = status != 204 && status != 304;  // RFC 9110 sections 15.3.5 and 15.4.5

  std::string out;
  out.reserve(256 + response.body.size());
  out.append("HTTP/1.1 ")
      .append(std::to_string(status))
      .append(" ")
      .append(reasonPhrase(status))
      .append("\r\n");
  appendField(out, "Date", date);
  bool hasUpgrade = false;
  for (const auto& [name, value] : response.fields) {
    if (isServersOwn(name)) continue;
    hasUpgrade = hasUpgrade || equalsIgnoringCase(name, "upgrade");
    if (isWritableField(name, value)) {
      appendField(out, name, value);
    } else {
      qCWarning(lcHttp, "a field of an answer holds a control character: left out");
    }
  }
  if (hasBody) appendField(out, "Content-Length", std::to_string(response.body.size()));
  if (hasUpgrade) appendField(out, "Connection", "upgrade");  // RFC 9110 section 7.8
  if (!context.keepAlive) {
    appendField(out, "Connection", "close");
  } else if (context.isHttp10) {
    appendField(out, "Connection", "keep-alive");
  }
  out.append("\r\n");
  if (hasBody && !context.isHead) out.append(response.body);
  return out;
}

}  // namespace halftone::net
