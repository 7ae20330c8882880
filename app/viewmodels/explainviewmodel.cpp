// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/explainviewmodel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/searchtext.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/findingwords.h"
#include "app/viewmodels/policychanges.h"
#include "app/viewmodels/requesttext.h"
#include "app/viewmodels/tablefilter.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"
#include "backend/policy/names.h"
#include "backend/policy/words.h"

namespace halftone::app {

namespace {

// One request is explained as if it had drawn this; the page says where a bucket is random.
constexpr std::uint32_t kNoChance = 0;

const QStringList kSampleFields{QStringLiteral("user"),   QStringLiteral("method"), QStringLiteral("path"),
                                QStringLiteral("host"),   QStringLiteral("header"), QStringLiteral("version"),
                                QStringLiteral("region"), QStringLiteral("ip")};

policy::Language language() {
  return QLocale().language() == QLocale::Chinese ? policy::Language::Chinese : policy::Language::English;
}

}  // namespace

ExplainViewModel::ExplainViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_feed(feeds.samples),
      m_service(new ServiceChoice(feeds, this)),
      m_rules({QStringLiteral("number"), QStringLiteral("name"), QStringLiteral("kind"),
               QStringLiteral("sentence"), QStringLiteral("seen")}),
      m_samples({QStringLiteral("number"), QStringLiteral("title"), QStringLiteral("version"),
                 QStringLiteral("user")}),
      m_sampleGuide(kSampleFields, [this](const QString& field) {
        FieldValues values(kSampleFields.indexOf(field));
        const LiveRequests requests = m_feed != nullptr ? m_feed->requests() : nullptr;
        for (std::size_t i = requests ? requests->size() : 0;
             i-- > 0 && values.add(searchTextOf((*requests)[i]));) {
        }
        return values.values();
      }) {
  connect(this, &PageViewModel::shownChanged, this, &ExplainViewModel::follow);
  connect(m_service, &ServiceChoice::currentChanged, this, [this] {
    follow();
    compile();
  });
  connect(m_policies, &PolicyFeed::policyChanged, this, [this](const QString& service) {
    if (service == m_service->current()) compile();
  });
  connect(m_policies, &PolicyFeed::loaded, this, &ExplainViewModel::judgeState);  // with none, too
  connect(m_consul, &ConsulConnection::stateChanged, this, &ExplainViewModel::judgeState);
  if (m_feed != nullptr) connect(m_feed, &SampleFeed::changed, this, &ExplainViewModel::showSamples);
  compile();
}

ExplainViewModel::~ExplainViewModel() = default;

void ExplainViewModel::follow() {
  if (m_feed != nullptr && isShown()) m_feed->follow(m_service->current());
  showSamples();
}

void ExplainViewModel::compile() {
  m_table.reset();
  if (const auto stored = m_policies->policy(m_service->current())) {
    auto read = codec::readPolicy(stored->text);
    if (read) {
      if (auto table = policy::compile(*std::move(read))) m_table = *table;
    }
  }
  judgeState();
  explain();
}

void ExplainViewModel::judgeState() {
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

void ExplainViewModel::explain() {
  m_explanation.reset();
  m_request.reset();
  m_user.reset();
  m_error.clear();
  if (!m_text.trimmed().isEmpty()) {
    auto request = parseRequestText(m_text);
    if (!request) {
      m_error = QString::fromStdString(request.error().message);
    } else if (!m_client.isEmpty() && !policy::Address::parse(m_client.trimmed().toStdString())) {
      m_error = tr("“%1” is no address.").arg(m_client);
    } else if (m_table) {
      m_request = *std::move(request);
      if (!m_client.isEmpty()) m_request->client = m_client.trimmed().toStdString();
      std::vector<Field> fields;
      const policy::Request view = m_request->view(fields);
      m_explanation = m_table->explain(view, {}, kNoChance);
      m_user = m_table->userOf(view);
    }
  }
  showRules();
  emit changed();
}

void ExplainViewModel::showRules() {
  std::vector<RecordModel::Record> records;
  if (m_table) {
    const auto& rules = m_table->policy().rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
      QString kind = rules[i].enabled ? QStringLiteral("unknown") : QStringLiteral("pause");
      QString sentence = whenText(rules[i].when);
      QString seen;
      if (m_explanation) {
        const bool tried = i < m_explanation->tried.size();
        const policy::TriedRule* rule = tried ? &m_explanation->tried[i] : nullptr;
        if (rule != nullptr && rule->enabled) {
          kind = rule->matched ? QStringLiteral("ok") : QStringLiteral("bad");
          sentence = QString::fromStdString(policy::sentence(*rule, *m_table, language()));
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
  return QString::fromStdString(policy::sentence(m_explanation->decision, *m_table, language()));
}

QString ExplainViewModel::version() const {
  if (!m_explanation || m_explanation->decision.version == policy::Decision::kNoVersion) return {};
  const std::string_view name = m_table->versionName(m_explanation->decision.version);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString ExplainViewModel::user() const {
  return m_user ? QString::fromStdString(*m_user) : QString();
}

int ExplainViewModel::bucket() const {
  return m_explanation && m_explanation->decision.sticky ? m_explanation->decision.bucket.value_or(-1) : -1;
}

const std::vector<policy::Share>& ExplainViewModel::decidingSplit() const {
  const policy::Policy& policy = m_table->policy();
  const int rule = m_explanation ? m_explanation->decision.rule : policy::Decision::kDefaultRule;
  return rule < 0 ? policy.defaultRule.split : policy.rules[static_cast<std::size_t>(rule)].split;
}

QVariantList ExplainViewModel::ruler() const {
  QVariantList parts;
  if (!m_table) return parts;
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
  if (!m_table) return {};
  const int rule = m_explanation ? m_explanation->decision.rule : policy::Decision::kDefaultRule;
  const QString split =
      rule < 0
          ? tr("The default's split")
          : tr("The split of rule “%1”")
                .arg(QString::fromStdString(m_table->policy().rules[static_cast<std::size_t>(rule)].name));
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
  for (const auto& [name, value] : m_request->headers)
    add(QStringLiteral("header:") + QString::fromStdString(name), QString::fromStdString(value));
  return list;
}

void ExplainViewModel::setSampleFilter(const QString& filter) {
  if (filter == m_sampleFilter) return;
  m_sampleFilter = filter;
  showSamples();
}

void ExplainViewModel::showSamples() {
  if (!isShown() || m_feed == nullptr) return;
  std::vector<RecordModel::Record> records;
  const TableFilter filter(m_sampleFilter, kSampleFields);
  const std::vector<LiveRequest>& requests = *m_feed->requests();
  const std::size_t oldest = requests.size() - std::min(requests.size(), kSearchedSamples);
  // The newest first.
  for (std::size_t i = requests.size(); i-- > oldest && records.size() < kShownSamples;) {
    const LiveRequest& request = requests[i];
    if (filter.isEmpty() || filter.matches(searchTextOf(request)))
      records.push_back({static_cast<int>(i), QString::fromStdString(request.title),
                         QString::fromStdString(request.version),
                         m_table && m_feed->isSampled() ? userOf(request, m_table->policy()) : QString()});
  }
  m_samples.setRecords(std::move(records));
  emit samplesChanged();
}

std::string ExplainViewModel::searchTextOf(const LiveRequest& request) const {
  QStringList headers;
  QString host;
  for (const auto& [name, value] : request.headers) {
    const QString key = QString::fromStdString(name);
    headers << key + QLatin1Char('=') + QString::fromStdString(value);
    if (key.compare(QLatin1String("Host"), Qt::CaseInsensitive) == 0) host = QString::fromStdString(value);
  }
  return searchText({m_table ? userOf(request, m_table->policy()) : QString::fromStdString(request.title),
                     QString::fromStdString(request.method),
                     QString::fromStdString(request.target).section(QLatin1Char('?'), 0, 0), host,
                     headers.join(QStringLiteral(", ")), QString::fromStdString(request.version),
                     QString::fromStdString(request.region), QString::fromStdString(request.client)});
}

void ExplainViewModel::copyCurl() const {
  if (m_request) QGuiApplication::clipboard()->setText(curlText(*m_request));
}

void ExplainViewModel::copyJson() const {
  if (m_request) QGuiApplication::clipboard()->setText(requestJson(*m_request));
}

QString ExplainViewModel::samplesTitle() const {
  if (m_feed == nullptr) return {};
  const QString count = formatCount(m_feed->requests()->size());
  return m_feed->isSampled() ? tr("%1 live requests").arg(count) : tr("%1 open sessions").arg(count);
}

void ExplainViewModel::pickSample(int number) {
  if (m_feed == nullptr || number < 0 || static_cast<std::size_t>(number) >= m_feed->requests()->size())
    return;
  const LiveRequest& request = (*m_feed->requests())[static_cast<std::size_t>(number)];
  m_client = QString::fromStdString(request.client);
  m_text = requestText(request);
  explain();
}

void ExplainViewModel::explainUser(const QString& user) {
  if (!m_table) return;
  m_client.clear();
  m_text = requestText(requestOfUser(user.toStdString(), m_table->policy()));
  explain();
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
  explain();
  emit samplesChanged();
}

}  // namespace halftone::app
