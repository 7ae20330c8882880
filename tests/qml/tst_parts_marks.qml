// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Halftone.App
import Halftone.Test
import Halftone.Theme
import Halftone.Ui

// Small pictures of numbers and states: what they show follows what they are given.
Item {
    id: stage

    width: 900
    height: 500

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Column {
        spacing: Theme.spaceMedium

        StateMark {
            id: mark
        }
        VersionChip {
            id: chip

            version: "v2"
        }
        VersionBar {
            id: bar

            width: 200
            parts: [{ version: "v1", share: 0.75 }, { version: "v2", share: 0.25 }]
        }
        VersionLine {
            id: line

            version: "v1"
            text: "v1 p99"
            variant: 2
        }
        SplitWords {
            id: words

            split: [{ version: "v1", text: "75.00 %" }, { version: "v2", text: "25.00 %" }]
        }
        SplitLegend {
            id: legend
        }
        Sparkline {
            id: spark

            values: [0, 0.5, 1]
        }
        BucketRuler {
            id: ruler

            width: 600
            bucket: 2265
            parts: [{ version: "v1", from: 0, share: 0.95, text: "0 – 9499" }, { version: "v2", from: 0.95, share: 0.05, text: "9500 – 9999" }]
        }
        StatusPart {
            id: status

            kind: "ok"
            text: "Consul answers"
        }
    }
    Topology {
        id: map

        x: 100
        y: 250
        width: 780
        height: 240
        topology: ({})
    }
    VersionFill {
        id: fill

        y: 470
        width: 10
        height: 10
        version: "v1"
    }
    VersionLine {
        id: one

        x: 40
        y: 470
        version: "v1"
        text: "version"
    }
    ControlTest {
        id: test

        name: "Marks"

        function cleanup() {
            Theme.dark = true
            mark.label = ""
            mark.kind = "unknown"
            ruler.bucket = 2265
            map.topology = {}
        }

        function test_eachStateHasAShapeOfItsOwn() {
            const pictures = ["ok", "warn", "bad", "unknown", "pause"].map(kind => {
                mark.kind = kind
                mark.color = Theme.text  // not the colour alone: some do not see it
                return TestEyes.picture(mark)
            })
            for (let i = 0; i < pictures.length; ++i) {
                for (let j = 0; j < i; ++j)
                    verify(pictures[i] !== pictures[j], i + " and " + j)
            }
        }
        function test_aStateIsToldByItsLabel() {
            mark.label = "2 of 3 nodes answer"
            compare(TestAccess.name(mark), "2 of 3 nodes answer")
            compare(TestAccess.role(mark), "Indicator")
        }
        function test_aVersionKeepsItsColourEverywhere() {
            const color = Theme.versionColor(VersionColors.indexes["v2"])
            verify(Qt.colorEqual(chip.children[0].color, color))
            test.verifyFits(chip)
            test.inBothThemes(() => test.verifyReadable(test.texts(chip)[0].color, Theme.surface, "chip"))
        }
        function test_twelveVersionsLookDifferent_data() {
            return [{ tag: "fill", item: fill }, { tag: "line", item: one }]
        }
        function test_twelveVersionsLookDifferent(data) {
            test.inBothThemes(() => {
                const pictures = new Set()
                for (let number = 1; number <= 12; ++number) {
                    data.item.version = "v" + number
                    pictures.add(TestEyes.picture(data.item))
                }
                compare(pictures.size, 12)
            })
        }
        function test_aVersionNeverSeenIsMuted() {
            chip.version = "v99"
            verify(Qt.colorEqual(chip.children[0].color, Theme.muted))
            chip.version = "v2"
        }
        function test_aBarsPartsHaveTheWidthsOfTheirShares() {
            const row = bar.children[0]
            compare(row.children[0].width, 150)
            compare(row.children[1].width, 50)
            bar.parts = []
            compare(Array.from(row.children).filter(part => part.visible && part.width > 0 && "border" in part).length, 0)
            bar.parts = [{ version: "v1", share: 0.75 }, { version: "v2", share: 0.25 }]
        }
        function test_wordsAndLegendsFitAndAreReadable_data() {
            return [{ tag: "line", item: line }, { tag: "words", item: words }, { tag: "legend", item: legend }, { tag: "status", item: status }]
        }
        function test_wordsAndLegendsFitAndAreReadable(data: var) {
            test.verifyFits(data.item)
            verify(test.texts(data.item).length > 0)
            test.inBothThemes(() => {
                for (const label of test.texts(data.item))
                    test.verifyReadable(label.color, Theme.surface, label.text)
            })
        }
        function test_variantsAreDrawnDifferently() {
            line.variant = 0
            const solid = TestEyes.picture(line)
            line.variant = 1
            verify(solid !== TestEyes.picture(line))
        }
        function test_aSparklineFollowsItsValues() {
            const rising = TestEyes.picture(spark)
            spark.values = [1, 0.5, 0]
            verify(rising !== TestEyes.picture(spark))
            spark.values = []
        }
        function test_theNeedleStandsAtTheBucket() {
            const needle = test.part(ruler, "bucketNeedle")
            fuzzyCompare(needle.x, 600 * 0.22655, 0.5)
            compare(TestAccess.name(ruler), "Bucket 2265")
            ruler.bucket = -1
            compare(needle.visible, false)
        }
        function test_theNumberOfABucketAtTheEdgeStaysInside() {
            for (const bucket of [0, 9999]) {
                ruler.bucket = bucket
                const label = test.texts(test.part(ruler, "bucketNeedle"))[0]
                const x = label.mapToItem(ruler, 0, 0).x
                verify(x >= 0 && x + label.width <= ruler.width, bucket + " at " + x)
            }
        }
        function test_aVersionTooNarrowForItsNameLeavesItOut() {
            ruler.parts = [{ version: "a-very-long-version", from: 0, share: 0.01, text: "0 – 99" }, { version: "v1", from: 0.01, share: 0.99, text: "100 – 9999" }]
            verify(!test.shownText(ruler).includes("a-very-long-version"))
            ruler.parts = [{ version: "v1", from: 0, share: 1, text: "0 – 9999" }]
        }
        function test_aMapWithoutProxiesSaysSo() {
            verify(test.shownText(map).includes("No proxy of this service is heard."))
        }
        function test_aMapShowsItsNodesAndMarksTheUnwell() {
            map.topology = {
                gateways: [{ name: "proxy-1", kind: "ok", version: "", text: "120", words: "proxy-1 is ok", place: "" }],
                versions: [{ name: "v1", kind: "ok", version: "v1", text: "120", words: "v1 is ok", place: "" }],
                instances: [{ name: "chat-1", kind: "ok", version: "v1", text: "60", words: "chat-1 is ok", place: "" }, { name: "chat-2", kind: "bad", version: "v1", text: "0", words: "chat-2 is bad", place: "" }],
                flows: [{ left: 0, from: 0, to: 0, width: 1, version: "v1", kind: "ok" },
                        { left: 1, from: 0, to: 0, width: 1, version: "v1", kind: "ok" },
                        { left: 1, from: 0, to: 1, width: 0, version: "v1", kind: "bad" }]
            }
            verify(Qt.colorEqual(test.part(map, "node_chat-2").border.color, Theme.bad))
            verify(!Qt.colorEqual(test.part(map, "node_chat-1").border.color, Theme.bad))
            compare(TestAccess.name(test.part(map, "node_proxy-1")), "proxy-1 is ok")
            test.verifyFits(test.part(map, "node_proxy-1"))
            verify(!test.shownText(map).includes("No proxy"))
        }
    }
}
