#!/usr/bin/env bash
# Installs the Debian packages of cmake/packages.txt that are missing.
# usage: cmake/install_packages.sh KIND...      KIND: build, run, test
set -euo pipefail
cd "$(dirname "$0")"

missing=()
for kind in "$@"; do
  while read -r package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null |
      grep -q '^install ok installed$' || missing+=("$package")
  done < <(awk -v kind="$kind" '$1 == kind {print $2}' packages.txt)
done

if [ ${#missing[@]} -eq 0 ]; then
  echo "Debian packages ($*): all there."
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "mote's set-up installs Debian packages, and apt-get is not here." >&2
  echo "Install what corresponds to: ${missing[*]}" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "Run as root (there is no sudo):" >&2
    echo "  apt-get install ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi

# sudo hands on no variables of its own accord.
apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get "$@" \
    </dev/null
}

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The lists on a fresh machine are empty or old: refresh them once.
apt_get update -qq >"$log" 2>&1 || {
  cat "$log" >&2
  echo "apt-get update failed: is the network there?" >&2
  exit 1
}
size=$(apt_get install --assume-no --no-install-recommends "${missing[@]}" \
  2>/dev/null | sed -n 's/^Need to get \(.*\) of archives.*/\1/p') || true
echo "${size:+Downloading $size, then unpacking: }this takes some minutes ..."
apt_get install -y -qq --no-install-recommends "${missing[@]}" >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "apt-get install failed: the lines above say why." >&2
  exit 1
}
