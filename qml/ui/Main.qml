// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts
import Halftone.App
import Halftone.Theme
import Halftone.Ui

// The window: bars around the page in front.
ApplicationWindow {
    id: window

    required property StatusViewModel status
    required property ClustersViewModel clusters
    required property FlightViewModel flight
    required property TrafficViewModel traffic
    required property OverviewViewModel overview
    required property ExplainViewModel explain
    required property AuditViewModel audit
    required property PaletteModel commands
    required property Navigator places
    required property Favourites favourites
    required property Notices notices
    required property HealthViewModel health
    required property SessionsViewModel sessions
    required property CatalogViewModel catalog
    required property KvViewModel kv
    required property DemoViewModel demo

    readonly property var titles: ({
        overview: qsTr("Overview"), traffic: qsTr("Traffic"), explain: qsTr("Explain"), health: qsTr("Health"), sessions: qsTr("Sessions"),
        catalog: qsTr("Catalog"), kv: qsTr("KV"), audit: qsTr("Audit"), demo: qsTr("Demo")
    })

    // The service that the page in front is about.
    readonly property string subject: {
        switch (Session.page) {
        case "overview":
            return overview.chosen
        case "traffic":
            return traffic.service
        case "explain":
            return explain.service.current
        case "health":
            return health.service.current
        case "sessions":
            return sessions.service.current
        case "catalog":
            return catalog.selected
        default:
            return ""
        }
    }

    objectName: "mainWindow"
    width: 1440
    height: 900
    minimumWidth: 1200
    minimumHeight: 680
    visible: true
    title: (subject === "" ? "" : subject + " – ") + titles[Session.page] + (Session.cluster === "" ? "" : " – " + Session.cluster) + " – Halftone"
    color: Theme.window
    font.pixelSize: Theme.fontSize

    Binding {
        target: Theme
        property: "dark"
        value: Session.dark
    }
    Shortcut {
        sequence: "Ctrl+T"
        context: Qt.ApplicationShortcut
        onActivated: Session.toggleTheme()
    }
    Shortcut {
        sequence: "Ctrl+L"
        context: Qt.ApplicationShortcut
        onActivated: Session.toggleLanguage()
    }

    Shortcut {
        sequence: "Ctrl+Shift+R"
        context: Qt.ApplicationShortcut
        onActivated: window.flight.toggleRecording()
    }
    Shortcut {
        sequence: "Ctrl+P"
        context: Qt.ApplicationShortcut
        enabled: window.flight.replaying
        onActivated: window.flight.togglePlaying()
    }
    WindowKeys {
        id: keys

        commands: window.commands
        onPageAsked: page => Session.page = page
        onPinAsked: window.places.togglePin()
        onLinkAsked: window.places.copyLink()

        Shortcut {
            sequence: "Ctrl+Shift+N"
            onActivated: window.places.tearAsked(Session.page)
        }
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        TopBar {
            status: window.status
            clusters: window.clusters
            notices: window.notices
            flight: window.flight
            onPaletteAsked: keys.openPalette()
            Layout.fillWidth: true
        }
        PlaceProblem {
            places: window.places
            Layout.fillWidth: true
        }
        ReplayBar {
            objectName: "replayBar"
            visible: window.flight.replaying
            flight: window.flight
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: 0
            Layout.fillWidth: true
            Layout.fillHeight: true

            Sidebar {
                id: sidebar

                titles: window.titles
                favourites: window.favourites
                onPinAsked: window.places.togglePin()
                onTearAsked: page => window.places.tearAsked(page)
                Layout.fillHeight: true
            }
            PageStack {
                traffic: window.traffic
                overview: window.overview
                explain: window.explain
                audit: window.audit
                health: window.health
                sessions: window.sessions
                catalog: window.catalog
                kv: window.kv
                demo: window.demo
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }
        StatusBar {
            id: statusBar

            status: window.status
            draftText: window.traffic.draftShort
            Layout.fillWidth: true
            onDraftAsked: {
                window.traffic.turnToDraft()
                Session.page = "traffic"
            }
        }
    }
    NoticeToasts {
        anchors.left: parent.left
        anchors.bottom: parent.bottom
        anchors.margins: Theme.space
        anchors.bottomMargin: statusBar.height + Theme.space
        width: sidebar.width - 2 * Theme.space
        notices: window.notices
    }
    // Mistakes here hurt.
    Rectangle {
        objectName: "productionFrame"
        anchors.fill: parent
        visible: Session.production
        color: "transparent"
        border.width: Theme.frame
        border.color: Theme.bad
    }
}
