// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/windowmemory.h"

#include <QSettings>
#include <QStringList>

#include "app/desk.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

const QString kPage = QStringLiteral("memory/page");
const QString kRange = QStringLiteral("memory/health/range");
const QString kSpan = QStringLiteral("memory/traffic/span");
const QString kListWidth = QStringLiteral("memory/catalog/listWidth");
const QString kSessions = QStringLiteral("sessions");
// What a key or an entry of the audit was is no place to begin with.
const QStringList kAboutServices{QStringLiteral("overview"), QStringLiteral("traffic"),
                                 QStringLiteral("explain"),  QStringLiteral("health"),
                                 QStringLiteral("sessions"), QStringLiteral("catalog")};

QString subjectKey(const QString& page) {
  return QStringLiteral("memory/services/") + page;
}

QString tableKey(const QString& table, const char* what) {
  return QStringLiteral("memory/tables/%1/%2").arg(table, QLatin1String(what));
}

}  // namespace

WindowMemory::WindowMemory(QSettings* settings, Session* session) : m_settings(settings), m_session(session) {
  QObject::connect(session, &Session::pageChanged, &m_following, [this] { keep(); });
}

WindowMemory::~WindowMemory() {
  keep();
}

void WindowMemory::restorePage() {
  m_session->setPage(m_settings->value(kPage).toString());
}

void WindowMemory::follow(Desk* desk) {
  keep();
  m_desk = desk;
  restore();
}

void WindowMemory::keep() {
  if (m_desk == nullptr) return;
  m_settings->setValue(kPage, m_session->page());
  for (const QString& page : kAboutServices) {
    const QString subject = m_desk->page(page)->subject();
    if (!subject.isEmpty()) m_settings->setValue(subjectKey(page), subject);
  }
  m_settings->setValue(kRange, m_desk->healthPage.range());
  m_settings->setValue(kSpan, m_desk->trafficPage.span());
  m_settings->setValue(kListWidth, m_desk->catalogPage.listWidth());
  keepTable(kSessions, *m_desk->sessionsPage.table());
}

void WindowMemory::restore() {
  for (const QString& page : kAboutServices) {
    const QString subject = m_settings->value(subjectKey(page)).toString();
    if (!subject.isEmpty()) m_desk->page(page)->turnTo(subject);
  }
  m_desk->healthPage.setRange(m_settings->value(kRange).toInt());
  m_desk->trafficPage.setSpan(m_settings->value(kSpan).toDouble());
  m_desk->catalogPage.setListWidth(m_settings->value(kListWidth).toInt());
  restoreTable(kSessions, m_desk->sessionsPage.table());
}

void WindowMemory::keepTable(const QString& name, const FlatTable& table) {
  QStringList widths;
  for (int column = 0; column < table.columnCount(); ++column)
    widths << QString::number(table.columnWidth(column));
  m_settings->setValue(tableKey(name, "widths"), widths);
  m_settings->setValue(tableKey(name, "sort"), table.sortColumn());
  m_settings->setValue(tableKey(name, "ascending"), table.isAscending());
}

// Of a table that had other columns then nothing is taken.
void WindowMemory::restoreTable(const QString& name, FlatTable* table) {
  const QStringList widths = m_settings->value(tableKey(name, "widths")).toStringList();
  if (widths.size() != table->columnCount()) return;
  for (int column = 0; column < table->columnCount(); ++column) {
    bool isNumber = false;
    const int width = widths[column].toInt(&isNumber);
    if (isNumber) table->setColumnWidth(column, width);
  }
  table->sortBy(m_settings->value(tableKey(name, "sort")).toInt(),
                m_settings->value(tableKey(name, "ascending")).toBool());
}

}  // namespace halftone::app
