// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/favourites.h"

#include <QSettings>
#include <QUrl>
#include <algorithm>

#include "app/viewmodels/navigator.h"

namespace halftone::app {

namespace {

const QString kKey = QStringLiteral("favourites");
const QString kLink = QStringLiteral("link");
const QString kTitle = QStringLiteral("title");

// Links are made by toText(): the page is their host.
QString pageOf(const QString& link) {
  const QUrl url(link);
  return url.scheme() == QLatin1String("halftone") ? url.host() : QString();
}

}  // namespace

Favourites::Favourites(QSettings* settings, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_places({QStringLiteral("link"), QStringLiteral("title"), QStringLiteral("page")}) {
  std::vector<RecordModel::Record> places;
  const int count = std::min(m_settings->beginReadArray(kKey), kMost);
  for (int i = 0; i < count; ++i) {
    m_settings->setArrayIndex(i);
    const QString link = m_settings->value(kLink).toString();
    const QString page = pageOf(link);
    if (!page.isEmpty()) places.push_back({link, m_settings->value(kTitle).toString(), page});
  }
  m_settings->endArray();
  m_places.setRecords(std::move(places));
}

bool Favourites::contains(const QString& link) const {
  const auto& places = m_places.records();
  return std::any_of(places.begin(), places.end(),
                     [&link](const RecordModel::Record& place) { return place[0] == link; });
}

void Favourites::add(const QString& link, const QString& title) {
  const QString page = pageOf(link);
  if (page.isEmpty() || contains(link) || m_places.count() >= kMost) return;
  std::vector<RecordModel::Record> places = m_places.records();
  places.push_back({link, title, page});
  keep(std::move(places));
}

void Favourites::remove(const QString& link) {
  std::vector<RecordModel::Record> places = m_places.records();
  std::erase_if(places, [&link](const RecordModel::Record& place) { return place[0] == link; });
  keep(std::move(places));
}

void Favourites::keep(std::vector<RecordModel::Record> places) {
  m_settings->remove(kKey);
  m_settings->beginWriteArray(kKey, static_cast<int>(places.size()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    m_settings->setArrayIndex(static_cast<int>(i));
    m_settings->setValue(kLink, places[i][0]);
    m_settings->setValue(kTitle, places[i][1]);
  }
  m_settings->endArray();
  m_places.setRecords(std::move(places));
}

}  // namespace halftone::app
