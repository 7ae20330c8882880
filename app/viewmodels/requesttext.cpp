// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/requesttext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <QUrl>
#include <nlohmann/json.hpp>
#include <optional>

namespace halftone::app {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(RequestText)
};

tl::unexpected<Error> wrong(const QString& message) {
  return fail(ErrorCode::Invalid, {}, message.toStdString());
}

// The words of a shell's command line: quotes, backslashes and continued lines as in POSIX sh, and $'...'.
std::optional<QStringList> shellWords(const QString& text) {
  QStringList words;
  QString word;
  bool inWord = false;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    const bool ansi = c == QLatin1Char('$') && i + 1 < text.size() && text[i + 1] == QLatin1Char('\'');
    if (c == QLatin1Char('\\')) {
      if (++i < text.size() && text[i] != QLatin1Char('\n')) {
        word += text[i];
        inWord = true;
      }
    } else if (c == QLatin1Char('\'') || c == QLatin1Char('"') || ansi) {
      if (ansi) ++i;
      inWord = true;
      const QChar quote = ansi ? QLatin1Char('\'') : c;
      for (++i; i < text.size() && text[i] != quote; ++i) {
        const bool escapes =
            (ansi || quote == QLatin1Char('"')) && text[i] == QLatin1Char('\\') && i + 1 < text.size();
        if (escapes) ++i;
        word += text[i];
      }
      if (i >= text.size()) return std::nullopt;  // the quote has no end
    } else if (c.isSpace()) {
      if (inWord) words.append(word);
      word.clear();
      inWord = false;
    } else {
      word += c;
      inWord = true;
    }
  }
  if (inWord) words.append(word);
  return words;
}

void addHeader(LiveRequest& request, const QString& line) {
  const qsizetype colon = line.indexOf(QLatin1Char(':'));
  if (colon > 0)
    request.headers.emplace_back(line.left(colon).trimmed().toStdString(),
                                 line.mid(colon + 1).trimmed().toStdString());
}

bool takeUrl(LiveRequest& request, const QString& text) {
  const QUrl url = QUrl::fromUserInput(text);
  if (!url.isValid() || url.host().isEmpty()) return false;
  request.target =
      url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment).toStdString();
  if (request.target.empty() || request.target.front() != '/') request.target.insert(0, "/");
  request.headers.insert(request.headers.begin(), {"Host", url.authority(QUrl::FullyEncoded).toStdString()});
  return true;
}

QString shellQuoted(const std::string& text) {
  QString quoted = QString::fromStdString(text);
  quoted.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
  return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

Result<LiveRequest> parseCurl(const QString& text) {
  const auto words = shellWords(text);
  if (!words) return wrong(Words::tr("A quote in the cURL command has no end."));
  // Options that take a value and say nothing of the request's routing.
  static const QRegularExpression kPassedOver(
      QStringLiteral("^(-o|--output|-u|--user|-w|--write-out|-m|--max-time|--connect-timeout|-x|--proxy|--"
                     "cacert|--cert|--key|-T|"
                     "--upload-file|--resolve|-c|--cookie-jar|--retry|--limit-rate|-K|--config)$"));
  LiveRequest request;
  bool hasUrl = false;
  bool hasMethod = false;
  for (qsizetype i = 1; i < words->size(); ++i) {
    const QString& word = words->at(i);
    const auto value = [&] { return i + 1 < words->size() ? words->at(++i) : QString(); };
    if (word == QLatin1String("-X") || word == QLatin1String("--request")) {
      request.method = value().toStdString();
      hasMethod = true;
    } else if (word == QLatin1String("-H") || word == QLatin1String("--header")) {
      addHeader(request, value());
    } else if (word == QLatin1String("-b") || word == QLatin1String("--cookie")) {
      request.headers.emplace_back("Cookie", value().toStdString());
    } else if (word == QLatin1String("-A") || word == QLatin1String("--user-agent")) {
      request.headers.emplace_back("User-Agent", value().toStdString());
    } else if (word == QLatin1String("-e") || word == QLatin1String("--referer")) {
      request.headers.emplace_back("Referer", value().toStdString());
    } else if (word == QLatin1String("-I") || word == QLatin1String("--head")) {
      request.method = "HEAD";
      hasMethod = true;
    } else if (word == QLatin1String("-d") || word.startsWith(QLatin1String("--data")) ||
               word == QLatin1String("-F") || word == QLatin1String("--form")) {
      (void)value();
      if (!hasMethod) request.method = "POST";
    } else if (word == QLatin1String("--url")) {
      hasUrl = takeUrl(request, value());
    } else if (kPassedOver.match(word).hasMatch()) {
      (void)value();
    } else if (!word.startsWith(QLatin1Char('-')) && !hasUrl) {
      hasUrl = takeUrl(request, word);
      if (!hasUrl) return wrong(Words::tr("“%1” is no URL.").arg(word));
    }
  }
  if (!hasUrl) return wrong(Words::tr("The cURL command names no URL."));
  return request;
}

Result<LiveRequest> parseHttp(const QString& text) {
  const QStringList lines = text.split(QLatin1Char('\n'));
  static const QRegularExpression kFirst(
      QStringLiteral("^([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\\S+)( HTTP/\\d\\.\\d)?\\s*$"));
  const auto first = kFirst.match(lines.constFirst());
  if (!first.hasMatch())
    return wrong(Words::tr("Line 1: not “GET /path HTTP/1.1”, no cURL command and no JSON."));
  LiveRequest request;
  request.method = first.captured(1).toStdString();
  const QString target = first.captured(2);
  if (target.startsWith(QLatin1String("http://")) || target.startsWith(QLatin1String("https://"))) {
    if (!takeUrl(request, target)) return wrong(Words::tr("“%1” is no URL.").arg(target));
  } else {
    request.target = target.toStdString();
  }
  for (qsizetype i = 1; i < lines.size(); ++i) {
    const QString line = lines[i].trimmed();
    if (line.isEmpty()) break;  // the body
    if (line.indexOf(QLatin1Char(':')) <= 0)
      return wrong(Words::tr("Line %1: a header is “Name: value”.").arg(i + 1));
    addHeader(request, line);
  }
  return request;
}

Result<LiveRequest> parseJson(const QString& text) {
  const std::string utf8 = text.toStdString();
  const auto root = nlohmann::json::parse(utf8, nullptr, false);
  if (!root.is_object()) return wrong(Words::tr("This is no JSON object."));
  const nlohmann::json wrapped{{"samples", nlohmann::json::array({root})}};
  const std::string body = wrapped.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  auto samples = readSamples(QByteArray::fromStdString(body));
  if (!samples || samples->empty()) return wrong(Words::tr("This JSON is no request."));
  LiveRequest request = samples->front();
  if (request.method.empty()) request.method = "GET";
  if (request.target.empty()) request.target = "/";
  return request;
}

}  // namespace

Result<LiveRequest> parseRequestText(const QString& text) {
  const QString trimmed = text.trimmed();
  if (trimmed.isEmpty()) return wrong(Words::tr("Paste a request."));
  if (trimmed.size() > kMaxRequestText) return wrong(Words::tr("Longer than a request can be."));
  Result<LiveRequest> request = trimmed.startsWith(QLatin1Char('{'))        ? parseJson(trimmed)
                                : trimmed.startsWith(QLatin1String("curl")) ? parseCurl(trimmed)
                                                                            : parseHttp(trimmed);
  if (request) request->title = request->method + ' ' + request->target;
  return request;
}

QString requestText(const LiveRequest& request) {
  QStringList lines{QStringLiteral("%1 %2 HTTP/1.1")
                        .arg(QString::fromStdString(request.method), QString::fromStdString(request.target))};
  for (const auto& [name, value] : request.headers)
    lines.append(QString::fromStdString(name) + QStringLiteral(": ") + QString::fromStdString(value));
  return lines.join(QLatin1Char('\n'));
}

QString curlText(const LiveRequest& request) {
  QString host = QStringLiteral("localhost");
  QStringList words{QStringLiteral("curl"), QStringLiteral("-i")};
  if (request.method != "GET") words << QStringLiteral("-X") << shellQuoted(request.method);
  for (const auto& [name, value] : request.headers) {
    if (sameHeader(name, QStringLiteral("Host")))
      host = QString::fromStdString(value);
    else
      words << QStringLiteral("-H") << shellQuoted(name + ": " + value);
  }
  words << shellQuoted("http://" + host.toStdString() + request.target);
  return words.join(QLatin1Char(' '));
}

QString requestJson(const LiveRequest& request) {
  nlohmann::ordered_json headers = nlohmann::ordered_json::object();
  for (const auto& [name, value] : request.headers) headers[name] = value;
  nlohmann::ordered_json json{{"method", request.method}, {"target", request.target}, {"headers", headers}};
  if (!request.client.empty()) json["client"] = request.client;
  return QString::fromStdString(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace halftone::app
