// Files from the web, with resume.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace mote {

struct Download {
  std::string url;
  std::filesystem::path file;  // FILE.part while it is incomplete
  std::string sha256;          // of the whole file; "": not checked
  int attempts = 5;            // connections before giving up
};

// Called now and then with bytes so far and in all (0: unknown); false stops.
using DownloadProgress = std::function<bool(int64_t done, int64_t total)>;

// Fetches the file, going on from FILE.part where an earlier attempt (of this
// or another process) broke off, provided the server can. A complete file with
// the right checksum is left alone. Throws Error when the server refuses, the
// connection keeps breaking (what came is kept for the next call), the disk is
// full, or the checksum differs (the file is removed); Stopped when stopped.
void download(const Download& what, const DownloadProgress& progress);

}  // namespace mote
