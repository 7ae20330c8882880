// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"

// The words of the JSON form for the model's values, both ways. Reading gives nothing for a word that
// policy.md does not know; names after the colon are not checked here but by `validate`.
namespace halftone::policy {

[[nodiscard]] std::string toString(const Attribute& attribute);  // "header:X-User-ID", "device.os"
[[nodiscard]] std::optional<Attribute> parseAttribute(std::string_view text);
[[nodiscard]] std::string toString(const StickyKey& key);
[[nodiscard]] std::optional<StickyKey> parseStickyKey(std::string_view text);
[[nodiscard]] std::string toString(const IdentitySource& source);
[[nodiscard]] std::optional<IdentitySource> parseIdentitySource(std::string_view text);
[[nodiscard]] std::string_view toString(Operator op);
[[nodiscard]] std::optional<Operator> parseOperator(std::string_view text);
[[nodiscard]] std::string_view toString(Balance balance);
[[nodiscard]] std::optional<Balance> parseBalance(std::string_view text);
[[nodiscard]] std::string_view toString(WhenUnavailable choice);
[[nodiscard]] std::optional<WhenUnavailable> parseWhenUnavailable(std::string_view text);

// All words of a kind, for hints and menus; those that take a name end in a colon.
[[nodiscard]] const std::vector<std::string_view>& attributeWords();
[[nodiscard]] const std::vector<std::string_view>& operatorWords();
[[nodiscard]] const std::vector<std::string_view>& stickyKeyWords();
[[nodiscard]] const std::vector<std::string_view>& identityWords();
[[nodiscard]] const std::vector<std::string_view>& balanceWords();

// The word nearest to what was written, by edits (a swap of neighbours counts as one), if it is near
// enough to be what was meant; else empty.
[[nodiscard]] std::string_view nearestWord(std::string_view written,
                                           const std::vector<std::string_view>& words);

// The text between quotation marks, for messages.
[[nodiscard]] std::string quoted(std::string_view text);

// A JSON pointer one step longer, the key escaped (RFC 6901 section 3).
[[nodiscard]] std::string childPointer(const std::string& pointer, std::string_view key);
[[nodiscard]] std::string childPointer(const std::string& pointer, std::size_t index);

}  // namespace halftone::policy
