// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/metrics.h"

#include <string_view>

namespace halftone::chat {

namespace {

struct Metric {
  const char* name;
  const char* type;
  const char* help;
  Counter Counters::*counter;
};

constexpr Metric kMetrics[] = {
    {"connections", "gauge", "Open connections on the data port.", &Counters::connections},
    {"sessions", "gauge", "Open sessions.", &Counters::sessions},
    {"rooms", "gauge", "Rooms with members on this node.", &Counters::rooms},
    {"connections_total", "counter", "Connections accepted.", &Counters::accepted},
    {"sessions_opened_total", "counter", "Sessions opened.", &Counters::sessionsOpened},
    {"sessions_refused_total", "counter", "Sessions refused because the node was full.",
     &Counters::sessionsRefused},
    {"frames_in_total", "counter", "Text frames received.", &Counters::framesIn},
    {"messages_in_total", "counter", "Messages said on this node.", &Counters::messagesIn},
    {"messages_out_total", "counter", "Messages delivered to members on this node.", &Counters::messagesOut},
    {"batches_total", "counter", "Room batches sent.", &Counters::batches},
    {"passing_dropped_total", "counter", "Typing and presence not given to slow readers.",
     &Counters::passingDropped},
    {"slow_closed_total", "counter", "Sessions closed because they read too slowly.", &Counters::slowClosed},
    {"silent_closed_total", "counter", "Connections dropped because nothing was heard.",
     &Counters::silentClosed},
    {"rate_limited_total", "counter", "Frames refused by the rate limit.", &Counters::rateLimited},
    {"protocol_errors_total", "counter", "Sessions closed for what they sent.", &Counters::protocolErrors},
    {"http_requests_total", "counter", "HTTP requests on the data port.", &Counters::httpRequests},
    {"http_errors_total", "counter", "Answers with 5xx on the data port.", &Counters::httpErrors},
    {"moved_total", "counter", "Sessions sent elsewhere by an operator or the policy.", &Counters::moved},
    {"kicked_total", "counter", "Sessions closed for good by an operator.", &Counters::kicked},
    {"resumed_total", "counter", "Sessions resumed.", &Counters::resumed},
    {"resumes_refused_total", "counter", "Resume tokens that were not good.", &Counters::resumesRefused},
    {"rooms_recovered_total", "counter", "Rooms of which a client that came back got all that it had missed.",
     &Counters::roomsRecovered},
    {"rooms_unrecovered_total", "counter", "Rooms of which it had to be told that something is missing.",
     &Counters::roomsUnrecovered},
    {"sequence_gaps_total", "counter", "Messages that did not follow their predecessor.", &Counters::gaps},
};

// The value of a label, escaped as the format asks.
std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

class Writer {
 public:
  explicit Writer(const NodeConfig& config)
      : m_labels("{node=\"" + escaped(config.node) + "\",version=\"" + escaped(config.version) + "\"} ") {}

  void add(std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    const std::string full = "halftone_chat_" + std::string(name);
    m_out.append("# HELP ").append(full).append(" ").append(help).append("\n");
    m_out.append("# TYPE ").append(full).append(" ").append(type).append("\n");
    m_out.append(full).append(m_labels).append(std::to_string(value)).append("\n");
  }
  [[nodiscard]] std::string take() { return std::move(m_out); }

 private:
  std::string m_labels;
  std::string m_out;
};

}  // namespace

std::string writeMetrics(const NodeConfig& config, const Counters& counters,
                         const BackplaneHealth& backplane) {
  Writer writer(config);
  for (const Metric& metric : kMetrics) {
    writer.add(metric.name, metric.type, metric.help, (counters.*metric.counter).value());
  }
  writer.add("store_up", "gauge", "Whether the store works.", backplane.ok ? 1 : 0);
  writer.add("store_queued", "gauge", "Commands waiting for the store.", backplane.queued);
  writer.add("store_latency_milliseconds", "gauge", "Of the last commit.",
             static_cast<std::uint64_t>(backplane.latencyMs));
  writer.add("store_messages_total", "counter", "Messages stored by this node.", backplane.stored);
  if (backplane.disk)
    writer.add("store_disk_free_bytes", "gauge", "Free space of the store's disk.",
               backplane.disk->freeBytes);
  return writer.take();
}

}  // namespace halftone::chat
