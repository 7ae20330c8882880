// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/ownpublishes.h"

#include <memory>

namespace halftone::app {

OwnPublishes::Done OwnPublishes::sent(const std::string& service, QObject* context, Done done) {
  const QString name = QString::fromStdString(service);
  ++m_waiting[name];
  const auto end = [this, name, ended = std::make_shared<bool>(false)](quint64 revision) {
    if (std::exchange(*ended, true)) return;
    if (--m_waiting[name] == 0) m_waiting.remove(name);
    if (revision != 0) m_ours.insert({name, revision});
    emit settled(name);
  };
  // Its answer comes to nobody then.
  connect(context, &QObject::destroyed, this, [end] { end(0); });
  return [end, done = std::move(done)](const Result<store::StoredPolicy>& result) {
    end(result ? result->revision : 0);
    done(result);
  };
}

bool OwnPublishes::isOurs(const QString& service, quint64 revision) const {
  return m_ours.contains({service, revision});
}

}  // namespace halftone::app
