#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Pictures of every page in both themes and both languages, on a demo of its own: screenshots.sh [FOLDER]
# (default: build/release/screenshots). The end-to-end test of the console's pages makes them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly build=${HALFTONE_BUILD:-build/release}
folder=${1:-$build/screenshots}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cmake --build "$build" --target halftone-server halftonectl tst_e2e_console_pages >&2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
env HALFTONE_BIN_DIR="$build/bin" HALFTONE_SCREENSHOTS="$folder" XDG_CONFIG_HOME="$scratch" \
  QT_QPA_PLATFORM=xcb QT_QUICK_BACKEND=software \
  xvfb-run -a -s "-screen 0 1680x1050x24" "$build/tests/tst_e2e_console_pages" eachPageCanBeSeenInBothThemesAndLanguages
echo "$folder"
