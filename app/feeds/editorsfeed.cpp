// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/editorsfeed.h"

#include "app/feeds/consulconnection.h"
#include "backend/consul/watch.h"

namespace halftone::app {

EditorsFeed::EditorsFeed(const ConsulConnection& connection, QObject* parent)
    : QObject(parent),
      m_watch(std::make_unique<consul::Watch>(connection.endpoint(),
                                              consul::kvPath(std::string(store::kEditingPrefix)),
                                              QStringLiteral("recurse"))) {
  connect(m_watch.get(), &consul::Watch::changed, this, [this](const consul::Answer& answer) {
    std::vector<store::Editor> editors;
    if (answer.status != 404) {
      const Result<std::vector<consul::KvEntry>> entries = consul::parseKvEntries(answer.body);
      if (!entries) return;
      editors = store::editorsIn(*entries);
    }
    if (editors == m_editors) return;
    m_editors = std::move(editors);
    emit changed();
  });
}

EditorsFeed::~EditorsFeed() = default;

void EditorsFeed::start() {
  m_watch->start();
}

}  // namespace halftone::app
