// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/kvtree.h"

#include <algorithm>

#include "app/viewmodels/figures.h"

namespace halftone::app {

KvTree::KvTree(consul::Client* client, QObject* parent)
    : QObject(parent), m_store(client), m_rows(new RecordModel(roles(), this)) {
  m_timer.setInterval(kRefresh);
  connect(&m_timer, &QTimer::timeout, this, &KvTree::refresh);
}

QStringList KvTree::roles() {
  return {QStringLiteral("path"),   QStringLiteral("name"), QStringLiteral("depth"),
          QStringLiteral("folder"), QStringLiteral("open"), QStringLiteral("note")};
}

void KvTree::setLive(bool live) {
  if (live == m_timer.isActive()) return;
  if (live) {
    m_timer.start();
    refresh();
  } else {
    m_timer.stop();
  }
}

void KvTree::toggle(const QString& folder) {
  const std::string path = folder.toStdString();
  if (m_open.erase(path) == 0) {
    m_open.insert(path);
    read(path);
  }
  rebuild();
}

void KvTree::reveal(const std::string& key) {
  for (std::size_t slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1)) {
    const std::string folder = key.substr(0, slash + 1);
    if (m_open.insert(folder).second) read(folder);
  }
  rebuild();
}

void KvTree::refresh() {
  read({});
  for (const std::string& folder : m_open) read(folder);
}

void KvTree::read(const std::string& folder) {
  if (!m_reading.insert(folder).second) return;
  m_store.children(folder, this, [this, folder](const Result<std::vector<store::KvChild>>& children) {
    m_reading.erase(folder);
    if (!children) {
      emit failed(children.error());
      return;
    }
    const bool first = !m_folders.contains(folder);
    std::vector<store::KvChild>& known = m_folders[folder];
    if (!first && known == *children) return;
    known = *children;
    rebuild();
    emit changed();
  });
}

void KvTree::append(const std::string& folder, int depth, std::vector<RecordModel::Record>& records) const {
  const auto content = m_folders.find(folder);
  if (content == m_folders.end()) {
    records.push_back(
        {QString::fromStdString(folder + "//loading"), tr("loading…"), depth, false, false, true});
    return;
  }
  const std::vector<store::KvChild>& children = content->second;
  const std::size_t shown = std::min(children.size(), kMaxShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const store::KvChild& child = children[i];
    const bool open = child.isFolder && m_open.contains(child.path);
    const QString name = QString::fromStdString(child.name);
    records.push_back({QString::fromStdString(child.path), name.isEmpty() ? tr("(empty name)") : name, depth,
                       child.isFolder, open, false});
    if (open) append(child.path, depth + 1, records);
  }
  if (shown < children.size()) {
    const QString more = tr("%1 more, not shown").arg(formatCount(children.size() - shown));
    records.push_back({QString::fromStdString(folder + "//more"), more, depth, false, false, true});
  }
}

void KvTree::rebuild() {
  if (!isLoaded()) return;
  std::vector<RecordModel::Record> records;
  append({}, 0, records);
  m_rows->setRecords(std::move(records));
}

}  // namespace halftone::app
