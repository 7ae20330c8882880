// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/explainviewmodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/draftboard.h"
#include "app/feeds/policyfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/policychanges.h"
#include "app/viewmodels/requesttext.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"
#include "backend/policy/names.h"
#include "backend/policy/words.h"

namespace halftone::app {

namespace {

// One request is explained as if it had drawn this; the page says where a bucket is random.
constexpr std::uint32_t kNoChance = 0;

const QString kHost = QStringLiteral("Host");
const QString kCookie = QStringLiteral("Cookie");

QString versionOf(const policy::Decision& decision, const policy::RouteTable& table) {
  if (decision.version == policy::Decision::kNoVersion) return {};
  const std::string_view name = table.versionName(decision.version);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

policy::Language language() {
  return QLocale().language() == QLocale::Chinese ? policy::Language::Chinese : policy::Language::English;
}

}  // namespace

ExplainViewModel::ExplainViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_drafts(feeds.drafts),
      m_service(new ServiceChoice(feeds, this)),
      m_live(new LiveChoice(feeds.samples, this)),
      m_rules({QStringLiteral("number"), QStringLiteral("name"), QStringLiteral("kind"),
               QStringLiteral("sentence"), QStringLiteral("seen")}) {
  connect(this, &PageViewModel::shownChanged, this, [this] {
    follow();
    m_live->setShown(isShown());
    compileDraft();
    explain();
  });
  connect(m_service, &ServiceChoice::currentChanged, this, [this] {
    follow();
    compile();
  });
  connect(m_policies, &PolicyFeed::policyChanged, this, [this](const QString& service) {
    if (service == m_service->current()) compile();
  });
  connect(m_policies, &PolicyFeed::loaded, this, &ExplainViewModel::judgeState);  // with none, too
  connect(m_consul, &ConsulConnection::stateChanged, this, &ExplainViewModel::judgeState);
  if (m_drafts != nullptr) {
    connect(m_drafts, &DraftBoard::changed, this, [this](const QString& service) {
      if (!isShown() || service != m_service->current()) return;
      compileDraft();
      explain();
    });
  }
  connect(m_live, &LiveChoice::picked, this, [this](const LiveRequest& request) {
    takeRequest(request);
    m_picked = m_text;
  });
  // Unless the operator has gone on meanwhile.
  connect(m_live, &LiveChoice::refined, this, [this](const LiveRequest& request) {
    if (m_text == m_picked) takeRequest(request);
  });
  compile();
}

ExplainViewModel::~ExplainViewModel() = default;

void ExplainViewModel::follow() {
  if (isShown()) m_live->follow(m_service->current());
}

void ExplainViewModel::compile() {
  m_table.reset();
  if (const auto stored = m_policies->policy(m_service->current())) {
    auto read = codec::readPolicy(stored->text);
    if (read) {
      if (auto table = policy::compile(*std::move(read))) m_table = *table;
    }
  }
  m_live->setPolicy(m_table ? &m_table->policy() : nullptr);
  compileDraft();
  judgeState();
  explain();
}

void ExplainViewModel::compileDraft() {
  m_draft.reset();
  m_draftProblem.clear();
  if (const auto draft = m_drafts == nullptr ? nullptr : m_drafts->draft(m_service->current())) {
    const auto table = policy::compile(*draft);
    if (table)
      m_draft = *table;
    else
      m_draftProblem = table.error().empty()
                           ? tr("The draft has mistakes.")
                           : tr("The draft has a mistake: %1").arg(findingText(table.error().front()));
  }
  m_byDraft = m_byDraft && hasDraft();
}

void ExplainViewModel::setByDraft(bool byDraft) {
  byDraft = byDraft && hasDraft();
  if (std::exchange(m_byDraft, byDraft) == byDraft) return;
  explain();
}

void ExplainViewModel::judgeState() {
  if (m_table && m_consul->state() == ConsulConnection::State::Lost)
    return setState(State::Stale,
                    tr("Consul does not answer since %1 (%2). Explained by the policy as last seen.")
                        .arg(formatTime(m_consul->since().toMSecsSinceEpoch(), nowMs()), m_consul->error()));
  if (m_table) return setState(State::Ready);
  if (!m_policies->isLoaded()) {
    if (m_consul->state() != ConsulConnection::State::Live && !m_consul->error().isEmpty())
      return setState(State::Failed, failedText(m_consul->error()));
    return setState(State::Loading, tr("Waiting for the policy"));
  }
  setState(State::Failed, m_service->current().isEmpty()
                              ? tr("No service has a policy yet.")
                              : tr("The service %1 has no valid policy.").arg(m_service->current()));
}

void ExplainViewModel::setText(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  explain();
}

void ExplainViewModel::setClient(const QString& address) {
  if (address == m_client) return;
  m_client = address;
  explain();
}

void ExplainViewModel::setRegion(const QString& region) {
  if (region == m_region) return;
  m_region = region;
  explain();
}

void ExplainViewModel::takeRequest(const LiveRequest& request) {
  m_client = QString::fromStdString(request.client);
  m_region = QString::fromStdString(request.region);
  m_text = requestText(request);
  explain();
}

void ExplainViewModel::explain() {
  m_explanation.reset();
  m_other.reset();
  m_request.reset();
  m_user.reset();
  m_error.clear();
  if (m_byDraft && m_draft == nullptr) {
    m_error = m_draftProblem;
  } else if (!m_text.trimmed().isEmpty()) {
    auto request = parseRequestText(m_text);
    if (!request) {
      m_error = QString::fromStdString(request.error().message);
    } else if (!m_client.isEmpty() && !policy::Address::parse(m_client.trimmed().toStdString())) {
      m_error = tr("“%1” is no address.").arg(m_client);
    } else if (table() != nullptr) {
      m_request = *std::move(request);
      if (!m_client.isEmpty()) m_request->client = m_client.trimmed().toStdString();
      if (!m_region.isEmpty()) m_request->region = m_region.trimmed().toStdString();
      std::vector<Field> fields;
      const policy::Request view = m_request->view(fields);
      m_explanation = table()->explain(view, {}, kNoChance);
      m_user = table()->userOf(view);
      if (otherTable() != nullptr && hasDraft())
        m_other = otherTable()->explain(view, {}, kNoChance).decision;
    }
  }
  showRules();
  emit changed();
}

void ExplainViewModel::showRules() {
  std::vector<RecordModel::Record> records;
  if (table() != nullptr) {
    const auto& rules = table()->policy().rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      QString kind = rules[i].enabled ? QStringLiteral("unknown") : QStringLiteral("pause");
      QString sentence = whenText(rules[i].when);
      QString seen;
      if (m_explanation) {
        const bool tried = i < m_explanation->tried.size();
        const policy::TriedRule* rule = tried ? &m_explanation->tried[i] : nullptr;
        if (rule != nullptr && rule->enabled) {
          kind = rule->matched ? QStringLiteral("ok") : QStringLiteral("bad");
          sentence = QString::fromStdString(policy::sentence(*rule, *table(), language()));
          seen = rule->matched || !rule->seen ? QString() : QString::fromStdString(*rule->seen);
        } else if (rule == nullptr && rules[i].enabled) {
          sentence = tr("Not tried: an earlier rule has decided.");
        }
      }
      records.push_back(
          {static_cast<int>(i) + 1, QString::fromStdString(rules[i].name), kind, sentence, seen});
    }
  }
  m_rules.setRecords(std::move(records));
}

QString ExplainViewModel::verdict() const {
  if (!m_explanation) return {};
  return QString::fromStdString(policy::sentence(m_explanation->decision, *table(), language()));
}

QString ExplainViewModel::version() const {
  return m_explanation ? versionOf(m_explanation->decision, *table()) : QString();
}

bool ExplainViewModel::otherDiffers() const {
  return m_other && versionOf(*m_other, *otherTable()) != version();
}

QString ExplainViewModel::otherText() const {
  if (!m_other) return {};
  if (!otherDiffers())
    return m_byDraft ? tr("The same version as by the policy in force.")
                     : tr("The same version by your draft.");
  const QString sentence = QString::fromStdString(policy::sentence(*m_other, *otherTable(), language()));
  return m_byDraft ? tr("By the policy in force: %1").arg(sentence) : tr("By your draft: %1").arg(sentence);
}

QString ExplainViewModel::user() const {
  return m_user ? QString::fromStdString(*m_user) : QString();
}

int ExplainViewModel::bucket() const {
  return m_explanation && m_explanation->decision.sticky ? m_explanation->decision.bucket.value_or(-1) : -1;
}

const std::vector<policy::Share>& ExplainViewModel::decidingSplit() const {
  const policy::Policy& policy = table()->policy();
  const int rule = m_explanation ? m_explanation->decision.rule : policy::Decision::kDefaultRule;
  return rule < 0 ? policy.defaultRule.split : policy.rules[static_cast<std::size_t>(rule)].split;
}

QVariantList ExplainViewModel::ruler() const {
  QVariantList parts;
  if (table() == nullptr) return parts;
  int from = 0;
  for (const policy::Share& share : decidingSplit()) {
    const int to = from + share.weight.value();
    parts.append(
        QVariantMap{{QStringLiteral("version"), QString::fromStdString(share.version)},
                    {QStringLiteral("share"), share.weight.value() / 10000.0},
                    {QStringLiteral("text"), QStringLiteral("%1–%2").arg(from).arg(qMax(from, to - 1))},
                    {QStringLiteral("from"), from / 10000.0}});
    from = to;
  }
  return parts;
}

QString ExplainViewModel::rulerTitle() const {
  if (table() == nullptr) return {};
  const int rule = m_explanation ? m_explanation->decision.rule : policy::Decision::kDefaultRule;
  const QString split =
      rule < 0
          ? tr("The default's split")
          : tr("The split of rule “%1”")
                .arg(QString::fromStdString(table()->policy().rules[static_cast<std::size_t>(rule)].name));
  if (!m_explanation) return split;
  if (bucket() >= 0) return tr("%1, bucket %2 of 10,000").arg(split).arg(bucket());
  return m_explanation->decision.sticky
             ? tr("%1: one version has all, no bucket is used").arg(split)
             : tr("%1: no sticky key, a random bucket for each request").arg(split);
}

QVariantList ExplainViewModel::attributes() const {
  QVariantList list;
  const auto add = [&list](const QString& attribute, const QString& value) {
    if (!value.isEmpty())
      list.append(QVariantMap{{QStringLiteral("attr"), attribute}, {QStringLiteral("value"), value}});
  };
  if (!m_request) return list;
  add(QStringLiteral("user"), user());
  add(QStringLiteral("ip"), QString::fromStdString(m_request->client));
  add(QStringLiteral("path"), QString::fromStdString(m_request->target).section(QLatin1Char('?'), 0, 0));
  add(QStringLiteral("host"), headerOf(*m_request, kHost));
  add(QStringLiteral("region"), QString::fromStdString(m_request->region));
  for (const auto& [name, value] : queryOf(*m_request)) add(QStringLiteral("query:") + name, value);
  for (const auto& [name, value] : cookiesOf(*m_request)) add(QStringLiteral("cookie:") + name, value);
  for (const auto& [header, value] : m_request->headers) {
    if (!sameHeader(header, kHost) && !sameHeader(header, kCookie))
      add(QStringLiteral("header:") + QString::fromStdString(header), QString::fromStdString(value));
  }
  return list;
}

void ExplainViewModel::copyCurl() const {
  if (m_request) QGuiApplication::clipboard()->setText(curlText(*m_request));
}

void ExplainViewModel::copyJson() const {
  if (m_request) QGuiApplication::clipboard()->setText(requestJson(*m_request));
}

void ExplainViewModel::explainUser(const QString& user) {
  if (!m_table) return;
  takeRequest(requestOfUser(user.toStdString(), m_table->policy()));
}

void ExplainViewModel::makeRule(int number) {
  const QVariantMap chosen = attributes().value(number).toMap();
  const auto attribute =
      policy::parseAttribute(chosen.value(QStringLiteral("attr")).toString().toStdString());
  if (!attribute) return;
  const QString value = chosen.value(QStringLiteral("value")).toString();
  policy::Condition condition;
  condition.attribute = *attribute;
  condition.op = attribute->kind == policy::Attribute::Kind::Ip ? policy::Operator::In : policy::Operator::Is;
  condition.values = {value.toStdString()};
  policy::Rule rule;
  rule.name = tr("like %1").arg(value.left(24)).toStdString();
  rule.when = {condition};
  emit ruleProposed(m_service->current(), rule);
}

void ExplainViewModel::retranslate() {
  judgeState();
  compileDraft();
  explain();
  m_live->retranslate();
}

}  // namespace halftone::app
