#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/file.h"
#include "lib/store/object_store.h"

namespace mote {
namespace {

// An open lock file of the store; -1 where none can be made (a store that
// cannot be written is not removed from either).
int lock_file(const fs::path& folder, int how) {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  const fs::path file = folder / "lock";
  const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (handle < 0) return -1;
  while (::flock(handle, how) != 0) {
    if (errno == EINTR) continue;
    ::close(handle);
    throw_file_error("cannot be locked", file);
  }
  return handle;
}

void unlock(int handle) {
  if (handle >= 0) ::close(handle);
}

}  // namespace

ObjectStore::Hold::Hold(const ObjectStore& store)
    : handle_(lock_file(store.folder_, LOCK_SH)) {}

ObjectStore::Hold::~Hold() { unlock(handle_); }

ObjectStore::Removal::Removal(ObjectStore& store)
    : store_(store), handle_(lock_file(store.folder_, LOCK_EX)) {
  if (handle_ < 0) throw_file_error("cannot be written", store.folder_);
  store_.forget_places();
  std::lock_guard guard(store_.mutex_);
  store_.read_new_packs();
}

ObjectStore::Removal::~Removal() { unlock(handle_); }

ObjectStore::Removal::Freed ObjectStore::Removal::count_if(
    const Unwanted& unwanted) const {
  Freed freed;
  std::error_code ignored;
  for (const auto& [name, file] : store_.all_alone()) {
    if (!unwanted(name)) continue;
    ++freed.objects;
    freed.bytes += fs::file_size(file, ignored);
  }
  std::lock_guard guard(store_.mutex_);
  for (const auto& [digest, place] : store_.places_) {
    if (!unwanted(name_of_digest(digest))) continue;
    ++freed.objects;
    freed.bytes += place.entry.size_bytes;
  }
  return freed;
}

// Only what the store would read from this pack is kept of it: of an object
// that lies in two packs, the later one counts.
uint64_t ObjectStore::Removal::remove_from_pack(const fs::path& pack,
                                                const Unwanted& unwanted) {
  const std::vector<PackEntry> entries = read_pack_index(pack);
  std::vector<PackEntry> kept;
  uint64_t freed = 0;
  for (const PackEntry& entry : entries) {
    const auto place = store_.places_.find(entry.digest);
    const bool counts =
        place != store_.places_.end() && place->second.pack == pack;
    if (counts && !unwanted(name_of_digest(entry.digest))) {
      kept.push_back(entry);
    } else {
      freed += entry.size_bytes;
    }
  }
  if (kept.size() == entries.size()) return 0;
  if (!kept.empty()) {
    PackWriter writer(store_.folder_ / "incoming");
    for (const PackEntry& entry : kept) {
      writer.add(entry.digest, read_packed(pack, entry));
    }
    writer.finish(pack.parent_path());
  }
  ::unlink(pack.c_str());
  return freed;
}

ObjectStore::Removal::Freed ObjectStore::Removal::remove_if(
    const Unwanted& unwanted) {
  Freed freed = count_if(unwanted);
  freed.bytes = 0;
  std::error_code ignored;
  std::set<fs::path> changed;
  for (const auto& [name, file] : store_.all_alone()) {
    if (!unwanted(name)) continue;
    freed.bytes += fs::file_size(file, ignored);
    ::unlink(file.c_str());
    changed.insert(file.parent_path());
  }
  for (const fs::path& each : changed) sync_folder(each);
  std::set<fs::path> packs;
  const fs::path folder = store_.folder_ / "packs";
  for (const auto& file : fs::directory_iterator(folder, ignored)) {
    packs.insert(file.path());
  }
  for (const fs::path& pack : packs) {
    freed.bytes += remove_from_pack(pack, unwanted);
  }
  sync_folder(folder);
  store_.forget_places();
  return freed;
}

}  // namespace mote
