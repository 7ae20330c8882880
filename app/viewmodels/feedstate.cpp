// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/feedstate.h"

#include <QCoreApplication>

#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

// What the strings are named for lupdate.
class FeedState {
  Q_DECLARE_TR_FUNCTIONS(FeedState)
};

}  // namespace

PageViewModel::State pageState(const FeedStatus& status) {
  switch (status.state) {
    case FeedStatus::State::Loading:
      return PageViewModel::State::Loading;
    case FeedStatus::State::Ready:
      return PageViewModel::State::Ready;
    case FeedStatus::State::Stale:
      return PageViewModel::State::Stale;
    case FeedStatus::State::Failed:
      return PageViewModel::State::Failed;
  }
  return PageViewModel::State::Loading;
}

QString statusText(const FeedStatus& status, qint64 nowMs) {
  switch (status.state) {
    case FeedStatus::State::Loading:
      return FeedState::tr("Loading");
    case FeedStatus::State::Ready:
      return {};
    case FeedStatus::State::Stale:
      return FeedState::tr("Stale since %1: %2").arg(formatTime(status.sinceMs, nowMs), status.reason);
    case FeedStatus::State::Failed:
      return failedText(status.reason);
  }
  return {};
}

QString failedText(const QString& reason) {
  return FeedState::tr("Cannot be shown: %1").arg(reason);
}

}  // namespace halftone::app
