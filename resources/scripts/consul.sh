#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the path of a Consul program for the tests: HALFTONE_CONSUL's, else the one in PATH, else the one of
# Debian 11, the last release that has it, unpacked into build/tools without installing it. The archive is
# the one that this machine already uses, with the release replaced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly release=bullseye
tools=$PWD/build/tools
consul=$tools/consul/usr/bin/consul

if [[ -n ${HALFTONE_CONSUL:-} ]]; then
  echo "$HALFTONE_CONSUL"
  exit 0
fi
if command -v consul; then exit 0; fi
if [[ -x $consul ]]; then
  echo "$consul"
  exit 0
fi

codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release | tr -d '"')

# The entries of this machine's Debian archive as deb822 stanzas for the old release, one for each that
# might be it. `-security` and `-updates` suites are other archives.
stanzas_of_sources() { # FILE.sources
  awk -v RS='' -v wanted="$codename" -v release="$release" '
    {
      count = split($0, lines, "\n"); field = ""; delete value
      for (i = 1; i <= count; i++) {
        line = lines[i]
        if (line ~ /^#/) continue
        if (line ~ /^[ \t]/) { value[field] = value[field] "\n" line; continue }
        colon = index(line, ":"); field = tolower(substr(line, 1, colon - 1))
        value[field] = substr(line, colon + 1)
      }
      if (tolower(value["enabled"]) ~ /no/ || value["types"] !~ /(^|[ \t])deb([ \t]|$)/) next
      if (value["components"] !~ /(^|[ \t])main([ \t]|$)/) next
      if (value["suites"] !~ "(^|[ \t])(" wanted "|stable)([ \t]|$)") next
      print "Types: deb\nURIs:" value["uris"] "\nSuites: " release "\nComponents: main"
      if (value["signed-by"] != "") print "Signed-By:" value["signed-by"]
      print ""
    }' "$1"
}

stanzas_of_list() { # sources.list
  awk -v wanted="$codename" -v release="$release" '
    $1 == "deb" {
      signed = ""; line = $0; sub(/#.*/, "", line)
      if (match(line, /\[[^]]*\]/)) {
        count = split(substr(line, RSTART + 1, RLENGTH - 2), options, /[ \t]+/)
        for (i = 1; i <= count; i++) if (options[i] ~ /^signed-by=/) signed = substr(options[i], 11)
        line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
      }
      count = split(line, words, /[ \t]+/)
      if (words[3] != wanted && words[3] != "stable") next
      main = 0
      for (i = 4; i <= count; i++) if (words[i] == "main") main = 1
      if (!main) next
      print "Types: deb\nURIs: " words[2] "\nSuites: " release "\nComponents: main"
      if (signed != "") print "Signed-By: " signed
      print ""
    }' "$1"
}

# One numbered file for each stanza, those whose address ends like Debian's own first.
write_candidates() { # DIRECTORY
  local file
  {
    for file in /etc/apt/sources.list.d/*.sources; do [[ -r $file ]] && stanzas_of_sources "$file"; done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
      [[ -r $file ]] && stanzas_of_list "$file"
    done
    true
  } | awk -v RS='' -v directory="$1" '
    { place = ($0 ~ /URIs:[^\n]*\/debian\/?[ \t]*(\n|$)/) ? "1" : "2"
      file = sprintf("%s/%s-%03d", directory, place, NR); print $0 > file; close(file) }'
}

fetch() { # STANZA
  local apt=$tools/apt
  local options=(
    -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$apt/sources"
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache"
    -o "Acquire::Languages=none"
    # An old release's index is not renewed any more.
    -o "Acquire::Check-Valid-Until=false"
  )
  # The checkout may be where the user that apt downloads as cannot look.
  [[ $(id -u) -eq 0 ]] && options+=(-o "APT::Sandbox::User=root")
  rm -rf "$apt/sources" "$apt/lists" "$apt/cache" "$apt/download" "$apt/unpacked"
  mkdir -p "$apt/sources" "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/download"
  cp "$1" "$apt/sources/halftone.sources"
  apt-get "${options[@]}" -q update >&2 || return 1
  (cd "$apt/download" && apt-get "${options[@]}" -q download consul >&2) || return 1
  dpkg -x "$apt"/download/consul_*.deb "$apt/unpacked" || return 1
  "$apt/unpacked/usr/bin/consul" version >&2 || return 1
  rm -rf "$tools/consul"
  mv "$apt/unpacked" "$tools/consul"
}

if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
  candidates=$(mktemp -d)
  trap 'rm -rf "$candidates"' EXIT
  write_candidates "$candidates"
  for candidate in "$candidates"/*; do
    [[ -e $candidate ]] || continue
    if fetch "$candidate"; then
      rm -rf "$tools/apt"
      echo "$consul"
      exit 0
    fi
  done
fi
echo "consul.sh: found no Consul; put one into PATH or name it in HALFTONE_CONSUL" >&2
exit 1
