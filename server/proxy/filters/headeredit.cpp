// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/headeredit.h"

namespace halftone::proxy::filters {

void editFields(const policy::HeaderSettings& settings, net::FieldList& fields) {
  for (const std::string& name : settings.remove) fields.remove(name);
  for (const auto& [name, value] : settings.set) {
    fields.remove(name);
    fields.add({name, value});
  }
}

}  // namespace halftone::proxy::filters
