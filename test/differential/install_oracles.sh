#!/usr/bin/env bash
# Installs the oracles of requirements.txt into a Python environment in the
# cache folder, once for each content of that file, and a package of npm where
# there is an npm. Without the network it says so and succeeds: the tests that
# need an oracle are then skipped by name.
set -euo pipefail
cd "$(dirname "$0")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/mote
npm_package=edge-impulse-linux@1.25.2
if command -v npm >/dev/null &&
   ! grep -qsx "$npm_package" "$cache/node/installed.txt"; then
  mkdir -p "$cache/node"
  if npm install --silent --ignore-scripts --prefix "$cache/node" \
       "$npm_package" >/dev/null 2>&1; then
    echo "$npm_package" > "$cache/node/installed.txt"
    echo "installed $npm_package in $cache/node"
  fi
fi

folder=$cache/oracles
stamp=$folder/installed.txt
if cmp -s requirements.txt "$stamp"; then
  echo "the oracles are in $folder"
  exit 0
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
if python3 -m venv "$folder" >"$log" 2>&1 &&
   "$folder/bin/pip" install --quiet --disable-pip-version-check \
     -r requirements.txt >>"$log" 2>&1; then
  cp requirements.txt "$stamp"
  echo "installed the oracles in $folder"
else
  rm -rf "$folder"
  tail -n 3 "$log"
  echo "the oracles could not be installed: the differential tests are skipped"
fi
