// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/policy/device.h"
#include "tests/backend/policy/useragents.h"

using halftone::policy::Device;
using halftone::test::UserAgent;

class TestDevice : public QObject {
  Q_OBJECT
 private slots:
  void userAgentsTellTheDevice_data() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const UserAgent& agent : halftone::test::kUserAgents)
      QTest::addRow("%d %.40s", index, agent.text) << index, ++index;
    QVERIFY(index >= 60);
  }
  void userAgentsTellTheDevice() {
    QFETCH(int, index);
    const UserAgent& agent = halftone::test::kUserAgents[index];
    const Device device = Device::ofUserAgent(agent.text);
    QCOMPARE(std::string(device.type), std::string(agent.type));
    QCOMPARE(std::string(device.os), std::string(agent.os));
    QCOMPARE(std::string(device.osVersion()), std::string(agent.version));
  }
  void longVersionsAreCutAtAWholePart() {
    const Device device = Device::ofUserAgent("X (Android 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16)");
    QCOMPARE(std::string(device.osVersion()), std::string("1.2.3.4.5.6.7.8.9.10.11.12.13.1"));
  }
};

QTEST_APPLESS_MAIN(TestDevice)
#include "tst_device.moc"
