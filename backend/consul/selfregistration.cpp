// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/selfregistration.h"

#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "backend/consul/json.h"
#include "backend/consul/pace.h"

namespace halftone::consul {

namespace {

// How soon a restarted agent, which has forgotten us, is told again.
constexpr std::chrono::seconds kLookAgain{3};
constexpr std::chrono::seconds kStopCap{2};

}  // namespace

struct SelfRegistration::State {
  SelfRegistration* self;
  QPointer<Client> client;
  ServiceRegistration service;
  QTimer* timer = nullptr;
  QTimer* stopCap = nullptr;
  Backoff backoff;
  std::optional<Error> failure;
  bool isStarted = false;
  bool isRegistering = false;     // a registration is on its way
  std::function<void()> stopped;  // set while stopping

  void registerNow();
  void lookAgain();
  void failedWith(const Error& error);
  void deregister();
  void finishStop();
};

void SelfRegistration::State::registerNow() {
  if (!client) return;
  isRegistering = true;
  client->registerService(service, self, [this](const Result<void>& result) {
    isRegistering = false;
    if (stopped) return deregister();
    if (!isStarted) return;
    if (!result) return failedWith(result.error());
    failure.reset();
    backoff.reset();
    timer->start(kLookAgain);
    emit self->registered();
  });
}

void SelfRegistration::State::lookAgain() {
  if (!client) return;
  client->get(QStringLiteral("/v1/agent/services"), {}, self, [this](const Result<Answer>& answer) {
    if (!isStarted) return;
    if (!answer) return failedWith(answer.error());
    const nlohmann::json services = parseJson(answer->body);
    if (!services.is_object()) {
      return failedWith({ErrorCode::Protocol, "/v1/agent/services", "the answer is no JSON object"});
    }
    if (!services.contains(service.id)) return registerNow();
    failure.reset();
    backoff.reset();
    timer->start(kLookAgain);
  });
}

void SelfRegistration::State::failedWith(const Error& error) {
  timer->start(backoff.next(QRandomGenerator::global()->generateDouble()));
  if (failure && failure->code == error.code && failure->message == error.message) return;
  failure = error;
  emit self->failed(error);
}

void SelfRegistration::State::deregister() {
  if (!client) return finishStop();
  client->deregisterService(service.id, self, [this](const Result<void>&) { finishStop(); });
}

void SelfRegistration::State::finishStop() {
  stopCap->stop();
  if (const std::function<void()> done = std::exchange(stopped, nullptr)) done();
}

SelfRegistration::SelfRegistration(Client* client, ServiceRegistration service, QObject* parent)
    : QObject(parent), m_state(std::make_unique<State>()) {
  m_state->self = this;
  m_state->client = client;
  m_state->service = std::move(service);
  m_state->timer = new QTimer(this);
  m_state->timer->setSingleShot(true);
  connect(m_state->timer, &QTimer::timeout, this, [state = m_state.get()] { state->lookAgain(); });
  m_state->stopCap = new QTimer(this);
  m_state->stopCap->setSingleShot(true);
  connect(m_state->stopCap, &QTimer::timeout, this, [state = m_state.get()] { state->finishStop(); });
}

SelfRegistration::~SelfRegistration() = default;

void SelfRegistration::start() {
  if (std::exchange(m_state->isStarted, true)) return;
  m_state->registerNow();
}

void SelfRegistration::stop(std::function<void()> done) {
  m_state->timer->stop();
  const bool wasStarted = std::exchange(m_state->isStarted, false);
  m_state->stopped = std::move(done);
  // Through the event loop in each case, so that callers see one order of things.
  m_state->stopCap->start(wasStarted ? kStopCap : std::chrono::seconds{0});
  // A registration still on its way could overtake the deregistration: that waits for it.
  if (wasStarted && !m_state->isRegistering) m_state->deregister();
}

}  // namespace halftone::consul
