#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs the Debian packages that are missing: setup.sh run (to build and run), setup.sh test (also to test) or
# setup.sh long (also for the long tests). Asks for nothing and changes nothing when all are there.
set -euo pipefail

build=(
  cmake ninja-build g++ ccache mold pkg-config python3
  qt6-base-dev qt6-declarative-dev qt6-tools-dev qt6-l10n-tools qt6-websockets-dev qt6-svg-dev libqcustomplot-dev
  qtkeychain-qt6-dev  # ACL tokens in the desktop's keyring
  nlohmann-json3-dev libexpected-dev libre2-dev libhiredis-dev libmaxminddb-dev libbenchmark-dev zlib1g-dev libssl-dev
  libjwt-dev  # the proxy checks tokens
)
# Debian's QML modules do not depend on each other: each is named.
run=(
  libqcustomplot2.1-qt6 libqt6keychain1 libqt6quickcontrols2-6 libqt6widgets6 libqt6printsupport6 libqt6svg6
  libqt6sql6-sqlite libqt6websockets6 qt6-qpa-plugins qt6-translations-l10n
  qml6-module-qtquick qml6-module-qtquick-controls qml6-module-qtquick-templates
  qml6-module-qtquick-layouts qml6-module-qtquick-window
  qml6-module-qtquick-shapes qml6-module-qtqml qml6-module-qtqml-models qml6-module-qtqml-workerscript
  qml6-module-qt-labs-qmlmodels qml6-module-qt-labs-settings
  fonts-inter fonts-jetbrains-mono fonts-noto-cjk
)
test=(
  qml6-module-qttest xdotool libgl1-mesa-dri
  clang-format clang libclang-rt-14-dev git xvfb xauth openssl
  redis-server  # the chat's backplane of many machines
  dbus-daemon  # a session bus of the test's own, tests/app/tst_desktop.cpp
  nginx  # a second opinion on balancing, in tests/server/proxy/tst_proxynginx.cpp
  python3-consul  # a client that is not ours, for tests/server/registry/python_consul.py
  prometheus  # scrapes the proxy in tests/server/proxy/tst_proxyprometheus.cpp
  libhttp-parser-dev  # the other reading in tests/fuzz/fuzz_httpparser
  python3-websockets node-ws  # chat clients of other people
)
long=(
  chromium  # the chat's page in a real browser
)

case "${1:-}" in
  run) wanted=("${build[@]}" "${run[@]}") ;;
  test) wanted=("${build[@]}" "${run[@]}" "${test[@]}") ;;
  long) wanted=("${build[@]}" "${run[@]}" "${test[@]}" "${long[@]}") ;;
  *)
    echo "usage: setup.sh run|test|long" >&2
    exit 2
    ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "setup.sh: this is no Debian; install what these are called here, and go on: ${wanted[*]}" >&2
  exit 0
fi

installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
  grep -qxF "$package installed" <<<"$installed" || missing+=("$package")
done
if [[ ${#missing[@]} -eq 0 ]]; then exit 0; fi

root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    echo "setup.sh: as root, please: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
"${root[@]}" apt-get update -q >&2
"${root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
