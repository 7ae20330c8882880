// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/codec/documentreader.h"

#include <algorithm>
#include <iterator>

#include "backend/policy/names.h"

namespace halftone::codec {

using policy::childPointer;
using policy::quoted;

void DocumentReader::sayUnreadable(const std::string& pointer, std::string message) {
  say(pointer, std::move(message));
  m_unreadable.insert(pointer);
  for (std::size_t end = pointer.rfind('/'); end != std::string::npos && end > 0;
       end = pointer.rfind('/', end - 1))
    m_aboveUnreadable.insert(pointer.substr(0, end));
}

bool DocumentReader::wasUnreadable(const std::string& pointer) const {
  if (m_aboveUnreadable.contains(pointer) && pointer != "/rules" && pointer != "/versions") return true;
  for (std::size_t end = pointer.size(); end != std::string::npos && end > 0;
       end = pointer.rfind('/', end - 1))
    if (m_unreadable.contains(pointer.substr(0, end))) return true;
  return false;
}

bool DocumentReader::isOf(JsonNode::Kind kind, const std::string& pointer, const JsonNode& node,
                          std::string_view wanted) {
  if (node.kind == kind) return true;
  sayUnreadable(pointer, "must be " + std::string(wanted) + ", not " + std::string(node.kindName()));
  return false;
}

void DocumentReader::checkRepeated(const std::string& pointer, const JsonNode& object) {
  for (const std::string& key : object.repeated) say(childPointer(pointer, key), "the key is there twice");
}

void DocumentReader::checkKeys(const std::string& pointer, const JsonNode& object, const Words& known) {
  checkRepeated(pointer, object);
  for (const auto& [key, value] : object.members) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    Words absent;  // a key that is there already is not what was meant
    std::copy_if(known.begin(), known.end(), std::back_inserter(absent),
                 [&object](std::string_view word) { return object.find(word) == nullptr; });
    say(childPointer(pointer, key), "unknown key" + hint(key, absent));
  }
}

std::string DocumentReader::hint(std::string_view written, const Words& words) {
  const std::string_view near = policy::nearestWord(written, words);
  return near.empty() ? "" : "; did you mean " + quoted(near) + "?";
}

const JsonNode* DocumentReader::required(const std::string& pointer, const JsonNode& object,
                                         std::string_view key) {
  const JsonNode* node = object.find(key);
  if (node == nullptr) sayUnreadable(childPointer(pointer, key), "is missing");
  return node;
}

void DocumentReader::readRequiredString(const std::string& pointer, const JsonNode& object,
                                        std::string_view key, std::string& out) {
  const JsonNode* node = required(pointer, object, key);
  if (node != nullptr && isOf(JsonNode::Kind::String, childPointer(pointer, key), *node, "a string"))
    out = node->text;
}

void DocumentReader::readPercent(const std::string& at, const JsonNode& node, BasisPoints& out) {
  if (!isOf(JsonNode::Kind::Number, at, node, "a number")) return;
  const auto hundredths = hundredthsOf(node.text);
  if (!hundredths)
    sayUnreadable(at, node.text + " is no percentage with at most two decimals");
  else if (*hundredths < 0 || *hundredths > 10000)
    sayUnreadable(at, node.text + " is not from 0 to 100");
  else
    out = BasisPoints(*hundredths);
}

}  // namespace halftone::codec
