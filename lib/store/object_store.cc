#include "lib/store/object_store.h"

#include <algorithm>
#include <cstring>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/base/text.h"

namespace mote {
namespace {

constexpr size_t kNameDigits = 64;
constexpr size_t kFolderDigits = 2;

void require_name(std::string_view name) {
  if (is_object_name(name)) return;
  throw Error("'" + std::string(name) + "' is not the name of an object");
}

Error missing(std::string_view name) {
  return Error("a stored object is missing", "object " + std::string(name),
               "`mote collect verify` lists what needs it; importing the same "
               "files again brings recordings back.");
}

Error corrupt(std::string_view name, const fs::path& file) {
  return Error(
      "a stored object is corrupt: its content does not match its name",
      file.string(),
      "`mote collect verify` lists what needs object " + std::string(name) +
          "; importing the same files again repairs recordings.");
}

// A pack by its name and the time it was made: numbers may come again.
std::string identity_of(const fs::path& pack) {
  std::error_code ignored;
  const auto time = fs::last_write_time(pack, ignored).time_since_epoch();
  return pack.filename().string() + "@" + std::to_string(time.count());
}

}  // namespace

bool is_object_name(std::string_view text) {
  return text.size() == kNameDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

size_t ObjectStore::DigestHash::operator()(const Digest& digest) const {
  size_t value;
  std::memcpy(&value, digest.data(), sizeof value);
  return value;
}

ObjectStore::ObjectStore(fs::path folder)
    : folder_(std::move(folder)), lock_(folder_) {}

fs::path ObjectStore::alone(std::string_view name) const {
  require_name(name);
  return folder_ / name.substr(0, kFolderDigits) / name.substr(kFolderDigits);
}

void ObjectStore::add_places(const std::shared_ptr<const Pack>& pack,
                             std::span<const PackEntry> entries) const {
  for (const PackEntry& entry : entries) {
    places_.insert_or_assign(entry.digest,
                             Place{pack, entry.offset, entry.size_bytes});
  }
}

// Later packs win: they hold what was repaired.
void ObjectStore::read_pack(const fs::path& pack) const {
  const PackIndex index = read_pack_index(pack);
  add_places(std::make_shared<const Pack>(pack, index.grows), index.entries);
}

void ObjectStore::read_new_packs() const {
  std::set<std::string> news;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder_ / "packs", ignored)) {
    const std::string name = file.path().filename().string();
    if (known_packs_.insert(identity_of(file.path())).second) news.insert(name);
  }
  for (const std::string& name : news) read_pack(folder_ / "packs" / name);
}

void ObjectStore::forget_places() const {
  std::lock_guard guard(mutex_);
  places_.clear();
  known_packs_.clear();
}

std::optional<ObjectStore::Place> ObjectStore::packed(
    std::string_view name) const {
  const Digest digest = digest_of_name(name);
  std::error_code ignored;
  std::lock_guard guard(mutex_);
  auto found = places_.find(digest);
  if (found != places_.end() &&
      !fs::exists(found->second.pack->path, ignored)) {
    places_.clear();  // the pack was written anew by another process
    known_packs_.clear();
    found = places_.end();
  }
  if (found == places_.end()) {
    read_new_packs();  // of other processes too
    found = places_.find(digest);
  }
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

fs::path ObjectStore::path_of(std::string_view name) const {
  std::error_code ignored;
  const fs::path file = alone(name);
  if (fs::exists(file, ignored)) return file;
  const auto place = packed(name);
  return place ? place->pack->path : fs::path();
}

bool ObjectStore::has(std::string_view name) const {
  return !path_of(name).empty();
}

// What is there under the name, right or wrong.
std::vector<uint8_t> ObjectStore::read(std::string_view name) const {
  std::error_code ignored;
  const fs::path file = alone(name);
  if (fs::exists(file, ignored)) return read_bytes(file);
  const auto place = packed(name);
  if (!place) return {};
  return read_packed(place->pack->path, {{}, place->offset, place->size_bytes});
}

bool ObjectStore::holds(std::string_view name,
                        std::span<const uint8_t> bytes) const {
  return has(name) && std::ranges::equal(read(name), bytes);
}

bool ObjectStore::knows(std::string_view name) const {
  std::error_code ignored;
  if (fs::exists(alone(name), ignored)) return true;
  std::lock_guard guard(mutex_);
  return places_.count(digest_of_name(name)) != 0;
}

// The same by the packs known so far: for batches, which would otherwise look
// for new packs with every object. What another process has stored since may
// then be stored twice, which does no harm.
bool ObjectStore::seems_to_hold(std::string_view name,
                                std::span<const uint8_t> bytes,
                                std::set<fs::path>& unsynced) const {
  if (!knows(name) || !holds(name, bytes)) return false;
  note_unsynced(name, unsynced);
  return true;
}

// Where an object lies in a pack that another process may be writing, it is
// safe only once that was synced.
void ObjectStore::note_unsynced(std::string_view name,
                                std::set<fs::path>& unsynced) const {
  std::error_code ignored;
  if (fs::exists(alone(name), ignored)) return;
  const auto place = packed(name);
  if (place && place->pack->grows) unsynced.insert(place->pack->path);
}

std::string ObjectStore::put(std::span<const uint8_t> bytes) {
  const std::string name = sha256(bytes);
  const Hold hold(*this);
  if (!holds(name, bytes)) {
    write_atomically(alone(name), bytes);
    return name;
  }
  std::set<fs::path> unsynced;
  note_unsynced(name, unsynced);
  for (const fs::path& pack : unsynced) sync_file(pack);
  return name;
}

std::string ObjectStore::put(std::string_view text) {
  return put(as_bytes(text));
}

std::string ObjectStore::put_file(const fs::path& file) {
  return put(read_bytes(file));
}

std::vector<uint8_t> ObjectStore::get(std::string_view name) const {
  const fs::path file = path_of(name);
  if (file.empty()) throw missing(name);
  auto bytes = read(name);
  if (sha256(bytes) == name) return bytes;
  // Another process may have written the pack anew meanwhile.
  forget_places();
  bytes = read(name);
  if (sha256(bytes) != name) throw corrupt(name, file);
  return bytes;
}

std::string ObjectStore::get_text(std::string_view name) const {
  const auto bytes = get(name);
  return std::string(bytes.begin(), bytes.end());
}

ObjectStore::State ObjectStore::check(std::string_view name) const {
  if (!has(name)) return State::kMissing;
  return sha256(read(name)) == name ? State::kIntact : State::kCorrupt;
}

std::vector<std::pair<std::string, fs::path>> ObjectStore::all_alone() const {
  std::vector<std::pair<std::string, fs::path>> files;
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator(folder_, ignored)) {
    const std::string start = folder.path().filename().string();
    if (start.size() != kFolderDigits) continue;
    for (const auto& file : fs::directory_iterator(folder.path(), ignored)) {
      const std::string name = start + file.path().filename().string();
      if (is_object_name(name)) files.emplace_back(name, file.path());
    }
  }
  return files;
}

std::vector<std::string> ObjectStore::list() const {
  std::set<std::string> names;
  for (const auto& [name, file] : all_alone()) names.insert(name);
  forget_places();  // another process may have removed some
  std::lock_guard guard(mutex_);
  read_new_packs();
  for (const auto& [digest, place] : places_) {
    names.insert(name_of_digest(digest));
  }
  return {names.begin(), names.end()};
}

ObjectStore::Batch::Batch(ObjectStore& store)
    : store_(store), hold_(store), writer_(store.folder_ / "incoming") {
  std::lock_guard guard(store_.mutex_);
  store_.read_new_packs();
}

std::string ObjectStore::Batch::add(std::span<const uint8_t> bytes) {
  std::string name = sha256(bytes);
  std::error_code ignored;
  const bool is_alone = fs::exists(store_.alone(name), ignored);
  std::set<fs::path> unsynced;
  if (store_.seems_to_hold(name, bytes, unsynced)) {
    std::lock_guard guard(mutex_);
    unsynced_.merge(unsynced);
    return name;
  }
  writer_.add(digest_of_name(name), bytes);
  if (is_alone) {
    std::lock_guard guard(mutex_);
    corrupt_.insert(name);
  }
  return name;
}

void ObjectStore::Batch::commit() {
  for (const fs::path& pack : unsynced_) sync_file(pack);
  if (writer_.empty()) return;
  const fs::path pack = writer_.finish(store_.folder_ / "packs");
  // A corrupt object stored alone would hide the one in the pack.
  for (const std::string& name : corrupt_) {
    std::error_code ignored;
    fs::remove(store_.alone(name), ignored);
    sync_folder(store_.alone(name).parent_path());
  }
  std::lock_guard guard(store_.mutex_);
  store_.known_packs_.insert(identity_of(pack));
  store_.read_pack(pack);
}

}  // namespace mote
