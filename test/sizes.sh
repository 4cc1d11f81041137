#!/usr/bin/env bash
# Holds the sizes of docs/architecture.md: no source file over 800 lines, nine
# in ten under 400, the median up to 120.
set -euo pipefail
cd "$(dirname "$0")/.."
find device lib stages app -name '*.h' -o -name '*.cc' | xargs wc -l |
  awk '$2 != "total" {print $1, $2}' | sort -n |
  awk '{lines[NR] = $1; name[NR] = $2}
       END {
         median = lines[int((NR + 1) / 2)]; ninth = lines[int(NR * 0.9)]
         print NR " files, median " median " lines, nine in ten up to " ninth
         for (i = 1; i <= NR; ++i)
           if (lines[i] > 800) { print name[i] ": " lines[i] " lines"; bad = 1 }
         exit bad || median > 120 || ninth > 400
       }'
