// SPDX-License-Identifier: GPL-3.0-or-later
#include <http_parser.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/httphead.h"

using namespace halftone::net;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// A request as a parser understands it.
struct Reading {
  bool whole = false;
  std::size_t used = 0;
  std::string target;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  bool keepAlive = false;
};

std::string trimmedText(std::string text) {
  const std::size_t end = text.find_last_not_of(" \t");
  text.resize(end == std::string::npos ? 0 : end + 1);
  return text;
}

bool readBody(const RequestHead& head, std::string_view rest, Reading& reading) {
  if (head.framing == BodyFraming::None) return true;
  if (head.framing == BodyFraming::Length) {
    if (rest.size() < head.contentLength) return false;
    reading.body = rest.substr(0, head.contentLength);
    reading.used += head.contentLength;
    return true;
  }
  ChunkScanner scanner;
  while (true) {
    const ChunkScanner::Step step = scanner.step(rest);
    reading.body += step.payload;
    reading.used += step.used;
    rest.remove_prefix(step.used);
    if (step.status == ChunkScanner::Status::Done) return true;
    if (step.status == ChunkScanner::Status::Bad || rest.empty()) return false;
  }
}

Reading readOurs(std::string_view bytes, RequestHead& head) {
  Reading reading;
  const HeadParse parse = parseRequestHead(bytes, head);
  if (parse.status != HeadStatus::Complete) return reading;
  reading.used = parse.used;
  reading.target = head.target;
  for (const halftone::Field& field : head.fields.all()) reading.fields.emplace_back(field.name, field.value);
  reading.keepAlive = head.keepAlive;
  reading.whole = readBody(head, bytes.substr(parse.used), reading);
  return reading;
}

// http-parser hands out pieces; a value that has begun ends a name.
struct Collector {
  Reading reading;
  bool inValue = true;
  bool trailers = false;

  static Collector& of(http_parser* parser) { return *static_cast<Collector*>(parser->data); }
  static int onUrl(http_parser* parser, const char* at, size_t length) {
    of(parser).reading.target.append(at, length);
    return 0;
  }
  static int onField(http_parser* parser, const char* at, size_t length) {
    Collector& self = of(parser);
    if (self.trailers) return 0;
    if (std::exchange(self.inValue, false)) self.reading.fields.emplace_back();
    self.reading.fields.back().first.append(at, length);
    return 0;
  }
  static int onValue(http_parser* parser, const char* at, size_t length) {
    Collector& self = of(parser);
    if (self.trailers) return 0;
    self.inValue = true;
    self.reading.fields.back().second.append(at, length);
    return 0;
  }
  static int onHeadersComplete(http_parser* parser) {
    of(parser).trailers = true;
    return 0;
  }
  static int onBody(http_parser* parser, const char* at, size_t length) {
    of(parser).reading.body.append(at, length);
    return 0;
  }
  static int onComplete(http_parser* parser) {
    Collector& self = of(parser);
    self.reading.whole = true;
    self.reading.keepAlive = http_should_keep_alive(parser) != 0;
    http_parser_pause(parser, 1);  // one message is enough
    return 0;
  }
};

Reading readTheirs(std::string_view bytes) {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_url = &Collector::onUrl;
  settings.on_header_field = &Collector::onField;
  settings.on_header_value = &Collector::onValue;
  settings.on_headers_complete = &Collector::onHeadersComplete;
  settings.on_body = &Collector::onBody;
  settings.on_message_complete = &Collector::onComplete;
  http_parser parser;
  http_parser_init(&parser, HTTP_REQUEST);
  Collector collector;
  parser.data = &collector;
  collector.reading.used = http_parser_execute(&parser, &settings, bytes.data(), bytes.size());
  return collector.reading;
}

bool isKnownMethod(std::string_view method) {
#define HALFTONE_IS(number, name, string) \
  if (method == #string) return true;
  HTTP_METHOD_MAP(HALFTONE_IS)
#undef HALFTONE_IS
  return false;
}

// CONNECT is never passed on; methods that it does not know it refuses; where an upgrade is asked for, it
// leaves the body to others; and a field whose name only begins like Transfer-Encoding it takes for that.
bool isComparable(const RequestHead& head) {
  if (head.method == "CONNECT" || !isKnownMethod(head.method)) return false;
  constexpr std::string_view kCoding = "transfer-encoding";
  for (const halftone::Field& field : head.fields.all()) {
    const bool longer = field.name.size() > kCoding.size();
    if (longer && equalsIgnoringCase(field.name.substr(0, kCoding.size()), kCoding)) return false;
  }
  return head.fields.count("upgrade") == 0;
}

}  // namespace

// What we take for a whole request, Debian's http-parser (which Node.js used for ten years) reads in the same
// way: same target, same fields, same body, same end. The other way round it is more lenient by far.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequestHead head;
  const Reading ours = readOurs(bytes, head);
  if (!ours.whole || !isComparable(head)) return 0;
  const Reading theirs = readTheirs(bytes);
  require(theirs.whole);
  require(theirs.target == ours.target);
  require(theirs.fields.size() == ours.fields.size());
  for (std::size_t i = 0; i < ours.fields.size(); ++i) {
    require(theirs.fields[i].first == ours.fields[i].first);
    require(trimmedText(theirs.fields[i].second) == ours.fields[i].second);
  }
  require(theirs.body == ours.body);
  // Paused in the callback, it counts the last byte or not, by the kind of body.
  require(theirs.used == ours.used || theirs.used + 1 == ours.used);
  return 0;
}
