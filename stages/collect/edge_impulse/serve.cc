#include "stages/collect/edge_impulse/serve.h"

#include <sys/stat.h>

#include <cstdio>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"

namespace mote {
namespace {

constexpr size_t kKeyBytes = 24;
// Each waits for a commit most of the time, so there are many, and a commit
// takes what all of them wait with.
constexpr int kThreads = 32;

void keep_for_owner(const fs::path& file) {
  if (::chmod(file.c_str(), S_IRUSR | S_IWUSR) != 0) {
    throw_file_error("cannot be kept from other users", file);
  }
}

// Made in a folder that others cannot enter: at no time can they read it.
void write_for_owner(const fs::path& file, const std::string& text) {
  const TemporaryFolder folder(file.parent_path());
  const fs::path made = folder.path() / file.filename();
  write_atomically(made, text);
  keep_for_owner(made);
  if (std::rename(made.c_str(), file.c_str()) != 0) {
    throw_file_error("cannot be written", file);
  }
}

HttpOptions server_options(const ServeOptions& options) {
  return {options.address, options.port, kThreads, options.limits};
}

}  // namespace

std::string kept_api_key(const fs::path& file) {
  if (fs::exists(file)) {
    keep_for_owner(file);
    std::string key = read_text(file);
    key.erase(key.find_last_not_of(" \r\n") + 1);
    if (!key.empty()) return key;
  }
  const std::string key = "ei_" + random_hex(kKeyBytes);
  write_for_owner(file, key + "\n");
  return key;
}

Receiver::Receiver(Store& store, const ServeOptions& options,
                   std::function<void(const Arrival&)> arrived)
    : ingestion_(store, options.ingestion, std::move(arrived)),
      server_(server_options(options),
              {[this](HttpRequest& head) { return ingestion_.refuse(head); },
               [this](const HttpRequest& request) {
                 return ingestion_.answer(request);
               }}) {}

}  // namespace mote
