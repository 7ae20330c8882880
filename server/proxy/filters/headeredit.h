// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/policy/traffic.h"
#include "server/net/httphead.h"

namespace halftone::proxy::filters {

// Removes and sets fields as the settings say, whose strings the list then views. A field for which the list
// has no room is left out.
void editFields(const policy::HeaderSettings& settings, net::FieldList& fields);

}  // namespace halftone::proxy::filters
