#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sets up, builds and tests everything: formatting, qmllint, the tests of what reads input from outside under the
# address and undefined-behaviour sanitizers, and last all tests of the release build, whose summary ends
# the output. --long adds the tests labelled so, everything under the address and undefined-behaviour sanitizers,
# the servers under the thread sanitizer, and the fuzzers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

long=
case "${1:-}" in
  "") ;;
  --long) long=yes ;;
  --help | -h)
    echo "usage: ./test.sh [--long]"
    exit 0
    ;;
  *)
    echo "usage: ./test.sh [--long]" >&2
    exit 2
    ;;
esac

if [[ -n $long ]]; then resources/scripts/setup.sh long; else resources/scripts/setup.sh test; fi
HALFTONE_CONSUL=$(resources/scripts/consul.sh)
export HALFTONE_CONSUL

# Stages go on after a failure, so that one run tells all of it; what failed is said at the end.
failed=()
stage() { # NAME COMMAND...
  local name=$1
  shift
  echo
  echo "== $name"
  "$@" || failed+=("$name")
}

formatting() {
  git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cpp' |
    xargs -0 -r clang-format --dry-run -Werror
}

build() { # PRESET [CONFIGURE ARGUMENTS...]
  cmake --preset "$@" && cmake --build --preset "$1"
}

# What reads input from outside, each time; with --long everything but the soaks, which count on the speed of a release.
sanitized() { # PRESET [CONFIGURE ARGUMENTS FOR --long...]
  if [[ -n $long ]]; then
    build "$@" && ctest --preset "$1" -LE soak
  else
    cmake --preset "$1" && cmake --build --preset "$1" --target halftone_hostile_tests &&
      ctest --preset "$1" -L hostile -LE long
  fi
}

# Each fuzzer for a minute; only clang has libFuzzer.
fuzzers() {
  local sources=(tests/fuzz/fuzz_*.cpp) names=() name
  for name in "${sources[@]}"; do
    name=${name##*/}
    names+=("${name%.cpp}")
  done
  cmake --preset asan -B build/fuzz -DCMAKE_CXX_COMPILER=clang++ -DHALFTONE_FUZZ=ON -DHALFTONE_BENCH=OFF -DHALFTONE_PCH=OFF &&
    cmake --build build/fuzz --target "${names[@]}" || return 1
  for name in "${names[@]}"; do
    (cd build/fuzz && "bin/$name" -max_total_time=60 -timeout=10) || return 1
  done
}

stage "formatting" formatting
stage "release build" build release
# A call of its own: the gate stops a build that it is part of.
stage "qmllint" cmake --build --preset release --target all_qmllint
stage "sanitized tests (address, undefined)" sanitized asan -DHALFTONE_CONSOLE=ON
if [[ -n $long ]]; then
  stage "sanitized tests (thread)" sanitized tsan
  stage "fuzzers" fuzzers
fi

release=(ctest --preset release)
if [[ -z $long ]]; then release+=(-LE long); fi
stage "tests" "${release[@]}"

if [[ ${#failed[@]} -gt 0 ]]; then
  printf 'test.sh: failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
