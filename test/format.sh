#!/usr/bin/env bash
# Fails when clang-format would change a source file, and names it.
set -euo pipefail
cd "$(dirname "$0")/.."
format=$(command -v clang-format-14 || command -v clang-format)
mapfile -t sources < <(find device lib stages app targets test bench fuzz \
  examples -name '*.h' -o -name '*.cc' 2>/dev/null)
printf '%s\0' "${sources[@]}" |
  xargs -0 -n 20 -P 2 "$format" --dry-run --Werror
echo "${#sources[@]} files are laid out as .clang-format says"
