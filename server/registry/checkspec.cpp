// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/localagent.h"

namespace halftone::registry {

ProbeKind CheckSpec::kind() const {
  if (!aliasNode.empty() || !aliasService.empty()) return ProbeKind::Alias;
  if (!args.empty()) return ProbeKind::Script;
  if (!http.empty()) return ProbeKind::Http;
  if (!tcp.empty()) return ProbeKind::Tcp;
  if (ttl.count() > 0) return ProbeKind::Ttl;
  return ProbeKind::None;
}

std::string_view CheckSpec::typeName() const {
  switch (kind()) {
    case ProbeKind::Alias:
      return "alias";
    case ProbeKind::Script:
      return "script";
    case ProbeKind::Http:
      return "http";
    case ProbeKind::Tcp:
      return "tcp";
    case ProbeKind::Ttl:
      return "ttl";
    case ProbeKind::None:
      break;
  }
  return "";
}

bool CheckSpec::isEmpty() const {
  return id.empty() && name.empty() && notes.empty() && status.empty() && http.empty() && method.empty() &&
         header.empty() && body.empty() && tcp.empty() && args.empty() && grpc.empty() && aliasNode.empty() &&
         aliasService.empty() && dockerContainerId.empty() && shell.empty() && interval.count() == 0 &&
         timeout.count() == 0 && ttl.count() == 0 && deregisterAfter.count() == 0 && outputMaxSize == 0 &&
         successBeforePassing == 0 && failuresBeforeCritical == 0;
}

}  // namespace halftone::registry
