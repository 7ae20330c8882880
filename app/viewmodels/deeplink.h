// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace halftone::app {

// A place in the console: halftone://PAGE/SERVICE?rule=NAME&revision=N&user=U&filter=F&instance=ID&
// range=SECONDS&baseline=V&candidate=V&cluster=NAME. What it names need not exist.
struct DeepLink {
  QString page;
  QString service;
  QString rule;
  QString user;
  int revision = 0;
  QString filter{};    // of Sessions, Catalog, Audit and Explain's samples
  QString instance{};  // in the catalog
  int range = 0;       // of Health, in seconds; 0: as it is
  QString baseline{};  // of Health's comparison
  QString candidate{};
  QString cluster{};  // empty: whichever is in front
  friend bool operator==(const DeepLink&, const DeepLink&) = default;
};

// Nothing for what is no such link, or names a page that is not there, or a revision that is no number.
[[nodiscard]] std::optional<DeepLink> parseDeepLink(const QString& text, const QStringList& pages);
[[nodiscard]] QString toText(const DeepLink& link);
// Whether it is meant to be one.
[[nodiscard]] bool looksLikeDeepLink(const QString& text);

}  // namespace halftone::app
