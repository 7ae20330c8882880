// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

// Requests of anybody against a policy that looks at everything: the indexed decision is that of the walk.
namespace {

using namespace halftone;

constexpr std::string_view kPolicy =
    R"({"apiVersion":"halftone/v1","service":"chat","versions":{"v1":{},"v2":{}},"stable":"v1",
"identity":["header:X-User-ID","query:user","cookie:uid"],"rules":[
{"name":"1","when":[{"attr":"header:X-A","is":["a","b"]},{"attr":"user","percent":50}],"split":[{"version":"v2","weight":100}]},
{"name":"2","when":[{"attr":"user","range":[-5,500]}],"split":[{"version":"v2","weight":50},{"version":"v1","weight":50}],"stickBy":"session"},
{"name":"3","when":[{"attr":"ip","in":["10.0.0.0/8","2001:db8::/32"]},{"attr":"cookie:b","exists":true}],"split":[{"version":"v2","weight":100}]},
{"name":"4","when":[{"attr":"path","prefix":"/a"},{"attr":"query:q","contains":"x y"}],"split":[{"version":"v2","weight":100}]},
{"name":"5","when":[{"any":[{"attr":"device.os","is":"iOS"},{"attr":"device.osVersion","atLeast":"10.1"},{"attr":"device.type","is":"bot"}]}],"split":[{"version":"v2","weight":100}]},
{"name":"6","when":[{"attr":"host","suffix":"example.com"},{"not":{"attr":"method","is":"get"}}],"split":[{"version":"v2","weight":100}]},
{"name":"7","when":[{"attr":"header:Cookie","matches":"(?i).*premium.*"}],"split":[{"version":"v2","weight":100}]},
{"name":"8","when":[{"attr":"region","below":"3.2"}],"split":[{"version":"v2","weight":100}]}],
"default":{"split":[{"version":"v2","weight":5},{"version":"v1","weight":95}],"stickBy":"ip"}})";

// Lines of the input: method, target, client, then headers.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < 200) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto table = *policy::compile(*codec::readPolicy(kPolicy));
  const auto lines = linesOf({reinterpret_cast<const char*>(data), size});
  policy::Request request;
  std::vector<Field> fields;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == 0) request.method = lines[i];
    if (i == 1) request.target = lines[i];
    if (i == 2) request.client = policy::Address::parse(lines[i]);
    if (i < 3) continue;
    const std::size_t colon = lines[i].find(':');
    if (colon != std::string_view::npos)
      fields.push_back({lines[i].substr(0, colon), lines[i].substr(colon + 1)});
  }
  request.fields = fields;
  static const std::vector<policy::Cidr> trusted{*policy::Cidr::parse("10.0.0.0/8")};
  if (request.client) request.client = policy::clientAddress(*request.client, fields, trusted);
  const auto decided = table->decide(request, {}, 42);
  const auto explained = table->explain(request, {}, 42).decision;
  if (decided.rule != explained.rule || decided.version != explained.version ||
      decided.bucket != explained.bucket)
    std::abort();
  return 0;
}
