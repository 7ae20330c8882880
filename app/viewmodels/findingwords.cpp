// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/findingwords.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>
#include <vector>

namespace halftone::app {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Finding)
};

// The sentences of backend/codec and backend/policy, "%1" where they put what they found. Longer ones come
// before those that they begin like.
constexpr const char* kSentences[] = {
    QT_TRANSLATE_NOOP("Finding", "names no source, so nobody is ever identified"),
    QT_TRANSLATE_NOOP("Finding", "the name %1 is also that of /rules/%2"),
    QT_TRANSLATE_NOOP("Finding", "decisions of this rule look like those of the default"),
    QT_TRANSLATE_NOOP("Finding", "are too many for all of them to be checked for reachability"),
    QT_TRANSLATE_NOOP("Finding", "can never be reached: it has the conditions of the earlier rule %1"),
    QT_TRANSLATE_NOOP("Finding", "can never be reached: the earlier rule %1 matches all that it matches"),
    QT_TRANSLATE_NOOP("Finding", "is 0: the version %1 gets nothing here"),
    QT_TRANSLATE_NOOP("Finding", "the version %1 is in this split twice"),
    QT_TRANSLATE_NOOP("Finding", "no split uses the version %1"),
    QT_TRANSLATE_NOOP("Finding", "selects every instance of the service: it has no labels"),
    QT_TRANSLATE_NOOP("Finding", "can never match the value of a header"),
    QT_TRANSLATE_NOOP("Finding", "is 0: this never holds"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no address; for blocks there is \"in\""),
    QT_TRANSLATE_NOOP("Finding", "%1 never compares equal: the address is written %2"),
    QT_TRANSLATE_NOOP("Finding", "longer than %1 bytes (limit maxNameBytes)"),
    QT_TRANSLATE_NOOP("Finding", "a pattern longer than %1 bytes (limit maxRegexBytes)"),
    QT_TRANSLATE_NOOP("Finding", "must not be empty"),
    QT_TRANSLATE_NOOP("Finding", "%1 may hold only letters, digits and the marks of a cookie's name"),
    QT_TRANSLATE_NOOP("Finding", "names the version %1, which is not in /versions"),
    QT_TRANSLATE_NOOP("Finding", "names no version"),
    QT_TRANSLATE_NOOP("Finding", "has %1 versions, more than %2 (limit maxVersions)"),
    QT_TRANSLATE_NOOP("Finding", "has %1 rules, more than %2 (limit maxRules)"),
    QT_TRANSLATE_NOOP("Finding", "is there twice"),
    QT_TRANSLATE_NOOP("Finding", "the key is there twice"),
    QT_TRANSLATE_NOOP("Finding", "a version's name must be printable and not empty"),
    QT_TRANSLATE_NOOP("Finding", "a label's name must not be empty"),
    QT_TRANSLATE_NOOP("Finding", "%1 lacks a name after the colon"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no name of a header"),
    QT_TRANSLATE_NOOP("Finding", "must be from 0 to 100"),
    QT_TRANSLATE_NOOP("Finding", "weights sum to %1, not 100"),
    QT_TRANSLATE_NOOP("Finding", "is empty; what applies to all requests is \"default\""),
    QT_TRANSLATE_NOOP("Finding", "have more than %1 conditions (limit maxConditions)"),
    QT_TRANSLATE_NOOP("Finding", "\"any\" and \"not\" nest deeper than %1 levels (limit maxNesting)"),
    QT_TRANSLATE_NOOP("Finding", "denies exactly one condition"),
    QT_TRANSLATE_NOOP("Finding", "has no alternatives"),
    QT_TRANSLATE_NOOP("Finding", "lists no value"),
    QT_TRANSLATE_NOOP("Finding", "lists no address"),
    QT_TRANSLATE_NOOP("Finding", "is empty: %1 is above %2"),
    QT_TRANSLATE_NOOP("Finding", "takes exactly one value"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no version of numbers and dots"),
    QT_TRANSLATE_NOOP("Finding", "is for the attribute \"ip\" only"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no address and no CIDR block"),
    QT_TRANSLATE_NOOP("Finding", "%1 is not known here; this is %2"),
    QT_TRANSLATE_NOOP("Finding", "unknown key"),
    QT_TRANSLATE_NOOP("Finding", "is missing"),
    QT_TRANSLATE_NOOP("Finding", "must be a string, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be a number, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be an integer, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be an object, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be true or false, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be a list, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be a list of two integers, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be a string or a list of strings, not %1"),
    QT_TRANSLATE_NOOP("Finding", "must be two integers, the lowest and the highest"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no integer of 64 bits"),
    QT_TRANSLATE_NOOP("Finding", "%1 is none of %2"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no source of identity"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no percentage with at most two decimals"),
    QT_TRANSLATE_NOOP("Finding", "%1 is not from 0 to 100"),
    QT_TRANSLATE_NOOP("Finding", "is either \"any\" or \"not\", not both"),
    QT_TRANSLATE_NOOP("Finding", "has several operators (%1); exactly one is needed"),
    QT_TRANSLATE_NOOP("Finding", "has no operator; exactly one is needed"),
    QT_TRANSLATE_NOOP("Finding", "%1 is no attribute"),
    QT_TRANSLATE_NOOP("Finding", "this is no JSON: %1"),
    QT_TRANSLATE_NOOP("Finding", "this is no JSON"),
    QT_TRANSLATE_NOOP("Finding", "must be \"halftone/v1\""),
};

struct Sentence {
  const char* english;
  QRegularExpression pattern;
};

const std::vector<Sentence>& sentences() {
  static const std::vector<Sentence> all = [] {
    std::vector<Sentence> list;
    for (const char* english : kSentences) {
      QString pattern = QRegularExpression::escape(QString::fromUtf8(english));
      pattern.replace(QLatin1String("\\%1"), QLatin1String("(.*)"))
          .replace(QLatin1String("\\%2"), QLatin1String("(.*)"));
      list.push_back({english, QRegularExpression(QRegularExpression::anchoredPattern(pattern),
                                                  QRegularExpression::DotMatchesEverythingOption)});
    }
    return list;
  }();
  return all;
}

}  // namespace

QString findingText(const std::string& message) {
  QString text = QString::fromStdString(message);
  QString hint;
  static const QRegularExpression kHint(QStringLiteral("; did you mean (\".*\")\\?$"));
  if (const auto found = kHint.match(text); found.hasMatch()) {
    hint = Words::tr("; did you mean %1?").arg(found.captured(1));
    text.truncate(found.capturedStart());
  }
  for (const Sentence& sentence : sentences()) {
    const auto found = sentence.pattern.match(text);
    if (!found.hasMatch()) continue;
    QString translated = Words::tr(sentence.english);
    const QStringList captured = found.capturedTexts().mid(1);
    if (captured.size() == 1) translated = translated.arg(captured[0]);
    if (captured.size() == 2) translated = translated.arg(captured[0], captured[1]);
    return translated + hint;
  }
  return text + hint;
}

QString findingText(const policy::Finding& finding) {
  const QString words = findingText(finding.message);
  QString place = QString::fromStdString(finding.pointer);
  static const QRegularExpression kRule(QStringLiteral("^/rules/(\\d+)"));
  if (const auto found = kRule.match(place); found.hasMatch()) {
    place.remove(0, found.capturedLength());
    place = Words::tr("Rule %1").arg(found.captured(1).toInt() + 1) +
            (place.isEmpty() ? QString() : QLatin1Char(' ') + place);
  }
  return place.isEmpty() ? words : QStringLiteral("%1: %2").arg(place, words);
}

}  // namespace halftone::app
