#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# setup_is_quick.sh SETUP: on a machine that has all packages, setup.sh asks apt-get for nothing. A name that only
# another package provides would be missing for ever.
set -euo pipefail
setup=$1

tools=$(mktemp -d)
trap 'rm -r "$tools"' EXIT
for tool in apt-get sudo; do
  printf '#!/bin/sh\necho "setup.sh called %s $*"\nexit 1\n' "$tool" > "$tools/$tool"
  chmod +x "$tools/$tool"
done

PATH="$tools:$PATH" "$setup" test
