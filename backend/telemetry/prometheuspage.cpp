// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/prometheuspage.h"

#include <array>
#include <cstdio>

namespace halftone::telemetry {

namespace {

constexpr int kFirstBoundExponent = 8;  // 2^8 us = 0.256 ms
constexpr int kLastBoundExponent = 26;  // 2^26 us = 67 s

void appendLabelValue(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '"') {
      out += "\\\"";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

std::string seconds(double microseconds) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6f", microseconds / 1e6);
  return text.data();
}

}  // namespace

void PrometheusPage::metric(const char* name, const char* type, const char* help) {
  m_out += "# HELP ";
  m_out += name;
  m_out += ' ';
  m_out += help;
  m_out += "\n# TYPE ";
  m_out += name;
  m_out += ' ';
  m_out += type;
  m_out += '\n';
}

void PrometheusPage::sample(std::string_view name, const Labels& labels, std::string_view value) {
  m_out += name;
  char separator = '{';
  for (const Label& label : labels) {
    m_out += separator;
    m_out += label.name;
    m_out += "=\"";
    appendLabelValue(m_out, label.value);
    m_out += '"';
    separator = ',';
  }
  if (separator == ',') m_out += '}';
  m_out += ' ';
  m_out += value;
  m_out += '\n';
}

void PrometheusPage::sample(std::string_view name, const Labels& labels, std::uint64_t value) {
  sample(name, labels, std::string_view(std::to_string(value)));
}

void PrometheusPage::histogram(const std::string& name, Labels labels, const Histogram& latency) {
  const std::string bucketName = name + "_bucket";
  const auto counts = latency.buckets();
  const Labels plain = labels;
  labels.push_back({"le", {}});
  std::uint64_t below = 0;
  double sum = 0;
  int bound = kFirstBoundExponent;
  for (int bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    const std::uint64_t lower = Histogram::lowerBound(bucket);
    if (bound <= kLastBoundExponent && lower == std::uint64_t{1} << bound) {
      const std::string limit = seconds(static_cast<double>(lower));
      labels.back().value = limit;
      sample(bucketName, labels, below);
      ++bound;
    }
    const std::uint64_t count = counts[static_cast<std::size_t>(bucket)];
    below += count;
    sum += static_cast<double>(count) * static_cast<double>(lower + Histogram::lowerBound(bucket + 1)) / 2;
  }
  labels.back().value = "+Inf";
  sample(bucketName, labels, below);
  sample(name + "_sum", plain, seconds(sum));
  sample(name + "_count", plain, below);
}

}  // namespace halftone::telemetry
