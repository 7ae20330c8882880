// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/qmlpages/fakes.h"

#include <QAbstractItemModel>
#include <QDir>
#include <QFile>
#include <QMetaEnum>
#include <QMetaMethod>
#include <QMetaProperty>
#include <QSet>

#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/clustersviewmodel.h"
#include "app/viewmodels/conditionmodel.h"
#include "app/viewmodels/conflictmerge.h"
#include "app/viewmodels/demoviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/favourites.h"
#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/firstpolicy.h"
#include "app/viewmodels/flattable.h"
#include "app/viewmodels/flightviewmodel.h"
#include "app/viewmodels/healthchart.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/kvviewmodel.h"
#include "app/viewmodels/livechoice.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/palettemodel.h"
#include "app/viewmodels/policyhistory.h"
#include "app/viewmodels/policysettings.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/rowselection.h"
#include "app/viewmodels/ruleeditor.h"
#include "app/viewmodels/rulelistmodel.h"
#include "app/viewmodels/runningmoves.h"
#include "app/viewmodels/servicechoice.h"
#include "app/viewmodels/sessionactions.h"
#include "app/viewmodels/sessiondetail.h"
#include "app/viewmodels/sessiondrift.h"
#include "app/viewmodels/sessionframes.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/splitmodel.h"
#include "app/viewmodels/statusviewmodel.h"
#include "app/viewmodels/trafficviewmodel.h"

namespace {

template <typename... Types>
std::vector<const QMetaObject*> metaObjectsOf() {
  return {&Types::staticMetaObject...};
}

std::vector<const QMetaObject*> realOnes() {
  using namespace halftone::app;
  return metaObjectsOf<AuditViewModel, CatalogViewModel, ClustersViewModel, ConditionModel, ConflictMerge,
                       DemoViewModel, ExplainViewModel, Favourites, FilterGuide, FirstPolicy, FlatTable,
                       FlightViewModel, HealthChart, HealthViewModel, KvViewModel, LiveChoice, Navigator,
                       Notices, OverviewViewModel, PageViewModel, PaletteModel, PolicyHistory, PolicySettings,
                       RecordModel, RowSelection, RuleEditor, RuleListModel, RunningMoves, ServiceChoice,
                       SessionActions, SessionDetail, SessionDrift, SessionFrames, SessionsViewModel,
                       SplitModel, StatusViewModel, TrafficViewModel>();
}

// "halftone::app::RuleEditor*" -> "RuleEditor"
QString shortName(const char* type) {
  QString name = QString::fromLatin1(type).section(QStringLiteral("::"), -1);
  name.remove(QLatin1Char('*'));
  return name;
}

// How QML declares a property of this type, with its first value.
QString declared(const QMetaProperty& property, const QStringList& known) {
  const QString name = QString::fromLatin1(property.name());
  const auto line = [&name](const char* type, const char* value) {
    return QStringLiteral("property %1 %2: %3").arg(QLatin1String(type), name, QLatin1String(value));
  };
  if (property.isEnumType()) return line("int", "0");
  switch (property.typeId()) {
    case QMetaType::Bool:
      return line("bool", "false");
    case QMetaType::Int:
    case QMetaType::UInt:
      return line("int", "0");
    case QMetaType::Double:
    case QMetaType::LongLong:
      return line("real", "0");
    case QMetaType::QString:
      return line("string", "\"\"");
    case QMetaType::QStringList:
    case QMetaType::QVariantList:
      return line("var", "[]");
    case QMetaType::QVariantMap:
      return line("var", "({})");
    default:
      break;
  }
  const QString type = shortName(property.typeName());
  if (known.contains(type)) return QStringLiteral("property %1 %2: %1 {}").arg(type, name);
  return line("var", "null");
}

QString emptyAnswer(const QMetaMethod& method) {
  switch (method.returnType()) {
    case QMetaType::Void:
      return QStringLiteral("undefined");
    case QMetaType::Bool:
      return QStringLiteral("false");
    case QMetaType::Int:
    case QMetaType::Double:
      return QStringLiteral("0");
    case QMetaType::QString:
      return QStringLiteral("\"\"");
    case QMetaType::QStringList:
    case QMetaType::QVariantList:
      return QStringLiteral("[]");
    default:
      return QStringLiteral("null");
  }
}

// Asks for a text or a number and changes nothing; one that returns nothing, or whether it worked, is a deed,
// but for "has".
bool isQuestion(const QMetaMethod& method) {
  const bool answers = method.returnType() != QMetaType::Void && method.returnType() != QMetaType::Bool;
  return answers || method.name() == "has";
}

QStringList enumsOf(const QMetaObject& real) {
  QStringList lines;
  for (int i = real.enumeratorOffset(); i < real.enumeratorCount(); ++i) {
    const QMetaEnum set = real.enumerator(i);
    QStringList keys;
    for (int key = 0; key < set.keyCount(); ++key)
      keys << QStringLiteral("%1 = %2").arg(QLatin1String(set.key(key))).arg(set.value(key));
    lines << QStringLiteral("enum %1 { %2 }").arg(QLatin1String(set.name()), keys.join(QStringLiteral(", ")));
  }
  return lines;
}

// Signals and invokables. `taken`: what the properties bring, and what is there already.
QStringList methodsOf(const QMetaObject& real, QSet<QString> taken) {
  QStringList lines;
  for (int i = real.methodOffset(); i < real.methodCount(); ++i) {
    const QMetaMethod method = real.method(i);
    const QString name = QString::fromLatin1(method.name());
    if (method.access() != QMetaMethod::Public || taken.contains(name)) continue;
    taken.insert(name);
    QStringList names;
    QStringList typed;
    for (const QByteArray& parameter : method.parameterNames()) {
      names << (parameter.isEmpty() ? QStringLiteral("a%1").arg(names.size())
                                    : QString::fromLatin1(parameter));
      typed << QStringLiteral("var ") + names.constLast();
    }
    if (method.methodType() == QMetaMethod::Signal) {
      lines << QStringLiteral("signal %1(%2)").arg(name, typed.join(QStringLiteral(", ")));
    } else if (isQuestion(method)) {
      lines << QStringLiteral("function %1(%2) { return fake.answer(\"%1\", Array.from(arguments), %3) }")
                   .arg(name, names.join(QStringLiteral(", ")), emptyAnswer(method));
    } else {
      lines << QStringLiteral("function %1(%2) { return fake.said(\"%1\", Array.from(arguments), %3) }")
                   .arg(name, names.join(QStringLiteral(", ")), emptyAnswer(method));
    }
  }
  return lines;
}

const char* const kRecorder =
    "  property var calls: []\n"
    "  property var answers: ({})\n"
    "  function answer(name: string, given: var, otherwise: var): var {\n"
    "    const known = answers[name]\n"
    "    return known === undefined ? otherwise : typeof known === \"function\" ? known(...given) : known\n"
    "  }\n"
    "  function said(name: string, given: var, otherwise: var): var {\n"
    "    calls.push([name].concat(given))\n"
    "    return answer(name, given, otherwise)\n"
    "  }\n";

}  // namespace

QString fakeOf(const QMetaObject& real, const QStringList& known) {
  const QString parent = shortName(real.superClass()->className());
  const bool derived = known.contains(parent);
  const bool isModel = real.inherits(&QAbstractItemModel::staticMetaObject);
  QStringList lines = enumsOf(real);
  QSet<QString> taken;
  for (int i = real.propertyOffset(); i < real.propertyCount(); ++i) {
    const QMetaProperty property = real.property(i);
    const QString name = QString::fromLatin1(property.name());
    if (isModel && (name == QLatin1String("count") || name == QLatin1String("rows"))) continue;
    lines << declared(property, known);
    taken << name + QStringLiteral("Changed");
  }
  if (isModel)
    taken << QStringLiteral("value") << QStringLiteral("countChanged") << QStringLiteral("rowsChanged");
  lines << methodsOf(real, taken);
  const QString base = derived ? parent : isModel ? QStringLiteral("FakeModel") : QStringLiteral("QtObject");
  return QStringLiteral(
             "import QtQml\nimport Halftone.App\nimport Halftone.Test\n\n%1 {\n  id: fake\n%2  %3\n}\n")
      .arg(base, derived ? QString() : QLatin1String(kRecorder), lines.join(QStringLiteral("\n  ")));
}

Fakes::Fakes() {
  QStringList known{QStringLiteral("PlotData")};  // a real one, empty
  for (const QMetaObject* real : realOnes()) known << shortName(real->className());
  QString module = QStringLiteral("module Halftone.App\n");
  m_complete = QDir(m_folder.path()).mkpath(QStringLiteral("Halftone/App"));
  for (const QMetaObject* real : realOnes()) {
    const QString name = shortName(real->className());
    m_complete = m_complete && write(name + QStringLiteral(".qml"), fakeOf(*real, known));
    module += QStringLiteral("%1 1.0 %1.qml\n").arg(name);
  }
  m_complete = m_complete && write(QStringLiteral("qmldir"), module);
}

QString Fakes::importPath() const {
  return m_complete ? m_folder.path() : QString();
}

bool Fakes::write(const QString& file, const QString& text) {
  QFile out(m_folder.filePath(QStringLiteral("Halftone/App/") + file));
  return out.open(QIODevice::WriteOnly) && out.write(text.toUtf8()) > 0;
}
