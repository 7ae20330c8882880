#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./run.sh [--consul URL] [--headless]

Installs what is missing, builds, starts the demo (a registry, a proxy, chat nodes of two versions and a
crowd of virtual users, all on this machine) and opens the console on it. All of it ends with the console.

  --consul URL   register the demo in this Consul, such as http://127.0.0.1:8500, instead of a registry of
                 its own; CONSUL_HTTP_TOKEN is the ACL token, if it wants one
  --headless     no console: run the demo alone, print its addresses, end with Ctrl+C
  --help         this text
TEXT
}

misuse() {
  echo "run.sh: $1" >&2
  usage >&2
  exit 2
}

consul=
headless=
while [[ $# -gt 0 ]]; do
  case "$1" in
    --consul)
      [[ -n ${2:-} ]] || misuse "--consul wants a URL"
      consul=$2
      shift 2
      ;;
    --consul=?*)
      consul=${1#*=}
      shift
      ;;
    --headless)
      headless=yes
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) misuse "there is no option '$1'" ;;
  esac
done

if [[ -z $headless && -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]]; then
  cat >&2 <<'TEXT'
run.sh: there is no display for the console (neither DISPLAY nor WAYLAND_DISPLAY is set). You can
  - run the demo alone:                 ./run.sh --headless
  - see the console over the network:   ssh -X to this machine, then ./run.sh
  - give it a display that nobody sees: xvfb-run ./run.sh
TEXT
  exit 1
fi

resources/scripts/setup.sh run
cmake --preset release >&2
cmake --build --preset release --target halftone halftone-server halftonectl >&2
readonly bin=build/release/bin

# The demo's first line on stdout is JSON with its addresses (README); later lines are let go.
scratch=$(mktemp -d)
demo=
# shellcheck disable=SC2317  # the trap calls it
cleanup() {
  trap - EXIT
  if [[ -n $demo ]]; then
    kill -TERM "$demo" 2>/dev/null || true
    # It stops its own processes first; if it cannot, they die with it.
    timeout 20 tail --pid="$demo" -f /dev/null || kill -KILL "$demo" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 0' INT TERM HUP  # the usual way to end a demo

mkfifo "$scratch/ready"
arguments=(demo)
if [[ -n $consul ]]; then arguments+=(--consul "$consul"); fi
# In a session of its own, so that Ctrl+C reaches it once, from us, and with us if we are killed.
setsid setpriv --pdeathsig TERM -- "$bin/halftone-server" "${arguments[@]}" >"$scratch/ready" &
demo=$!
exec 3<"$scratch/ready"
if ! IFS= read -r -t 120 -u 3 ready; then
  echo "run.sh: the demo did not start" >&2
  exit 1
fi
cat <&3 >/dev/null &

address() { # KEY [JSON]
  sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\{0,1\}\([^",}]*\).*/\1/p' <<<"${2:-$ready}" | sed 's,\\/,/,g'
}
registry=$(address consul)
proxy=$(address proxy)
admin=$(address proxyAdmin)
if [[ -z $registry || -z $proxy || -z $admin ]]; then
  echo "run.sh: the demo's first line is not what was expected: $ready" >&2
  exit 1
fi

if [[ -z $headless ]]; then
  "$bin/halftone" --consul "$registry" --proxy-admin "$admin"
  exit
fi

echo "The demo runs until Ctrl+C."
echo
echo "  proxy (requests go here)   $proxy"
echo "  its admin port             $admin"
echo "  registry (Consul's API)    $registry"
grep -o '{[^{}]*"node"[^{}]*}' <<<"$ready" | while IFS= read -r node; do
  printf '  chat node %-16s %s  version %s  admin %s  pid %s\n' "$(address node "$node")" \
    "http://$(address address "$node")" "$(address version "$node")" "$(address admin "$node")" \
    "$(address pid "$node")"
done
cat <<TEXT

Try:
  curl -i -H 'X-User-ID: 1842' $proxy/api/version
  $bin/halftonectl policy get chat --consul $registry
  $bin/halftone --consul $registry --proxy-admin $admin      (where there is a display)
TEXT
wait "$demo" && status=0 || status=$?
demo=
echo "run.sh: the demo has ended by itself" >&2
exit "$status"
