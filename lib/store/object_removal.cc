#include <unistd.h>

#include <algorithm>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/store/object_store.h"

namespace mote {
namespace {

// What was being written when a process was killed: nobody writes now.
void remove_leftovers(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder / "incoming", ignored))
    ::unlink(file.path().c_str());
  for (const auto& each : fs::directory_iterator(folder, ignored)) {
    for (const auto& file : fs::directory_iterator(each.path(), ignored)) {
      const bool aside = file.path().filename().string().starts_with('.');
      if (aside) ::unlink(file.path().c_str());
    }
  }
}

// Sessions of a server, and small imports, leave small packs, each of which
// takes looking through; they are written together into larger ones.
constexpr uint64_t kSmallPackBytes = 4u << 20;
constexpr uint64_t kMostMergedBytes = 64u << 20;

// Adds the objects of a pack; false, and it is to be left alone, where one of
// them is damaged.
bool add_intact(const fs::path& pack, PackWriter& writer) {
  const std::vector<PackEntry> entries = read_pack_index(pack).entries;
  for (const PackEntry& entry : entries) {
    const auto bytes = read_packed(pack, entry);
    if (digest_of_name(sha256(bytes)) != entry.digest) return false;
  }
  for (const PackEntry& entry : entries) {
    writer.add(entry.digest, read_packed(pack, entry));
  }
  return true;
}

// An object lies in one pack only: superseded copies are gone by now. The old
// packs go when the new one is safe.
void write_together(const std::vector<fs::path>& packs, const fs::path& aside) {
  if (packs.size() < 2) return;
  PackWriter writer(aside);
  std::vector<fs::path> merged;
  for (const fs::path& pack : packs) {
    if (add_intact(pack, writer)) merged.push_back(pack);
  }
  if (merged.size() < 2 || writer.empty()) return;
  writer.finish(packs.front().parent_path());
  for (const fs::path& pack : merged) ::unlink(pack.c_str());
}

void merge_small_packs(const std::set<fs::path>& packs, const fs::path& aside) {
  std::vector<fs::path> together;
  uint64_t bytes = 0;
  std::error_code gone;
  for (const fs::path& pack : packs) {
    const uint64_t size = fs::file_size(pack, gone);
    if (gone || size > kSmallPackBytes) continue;
    together.push_back(pack);
    bytes += size;
    if (bytes < kMostMergedBytes) continue;
    write_together(together, aside);
    together.clear();
    bytes = 0;
  }
  write_together(together, aside);
}

std::set<fs::path> files_in(const fs::path& folder) {
  std::set<fs::path> files;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored)) {
    files.insert(file.path());
  }
  return files;
}

}  // namespace

ObjectStore::Hold::Hold(const ObjectStore& store) : shared_(store.lock_) {}

ObjectStore::Removal::Removal(ObjectStore& store)
    : store_(store), alone_(store.lock_) {
  remove_leftovers(store_.folder_);
  store_.forget_places();
  std::lock_guard guard(store_.mutex_);
  store_.read_new_packs();
}

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
    freed.bytes += place.size_bytes;
  }
  return freed;
}

// Only what the store would read from this pack is kept of it: of an object
// that lies in two packs, the later one counts.
uint64_t ObjectStore::Removal::remove_from_pack(const fs::path& pack,
                                                const Unwanted& unwanted) {
  const std::vector<PackEntry> entries = read_pack_index(pack).entries;
  std::vector<PackEntry> kept;
  uint64_t freed = 0;
  for (const PackEntry& entry : entries) {
    const auto place = store_.places_.find(entry.digest);
    const bool counts =
        place != store_.places_.end() && place->second.pack->path == pack;
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
  const fs::path folder = store_.folder_ / "packs";
  for (const fs::path& pack : files_in(folder)) {
    freed.bytes += remove_from_pack(pack, unwanted);
  }
  merge_small_packs(files_in(folder), store_.folder_ / "incoming");
  sync_folder(folder);
  store_.forget_places();
  return freed;
}

}  // namespace mote
