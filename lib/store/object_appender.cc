#include "lib/base/hash.h"
#include "lib/store/object_store.h"

namespace mote {
namespace {

// Then the next one is begun: what is not needed any more is removed by
// writing a pack anew.
constexpr uint64_t kMostPackBytes = uint64_t{64} << 20;

}  // namespace

void ObjectStore::Appender::add_new(
    std::span<const GrowingPack::Object> objects) {
  if (pack_ == nullptr || !pack_->is_usable() ||
      pack_->size_bytes() > kMostPackBytes) {
    pack_ = nullptr;
    pack_ = std::make_unique<GrowingPack>(store_.folder_ / "packs");
  }
  const auto entries = pack_->append(objects);
  std::lock_guard guard(store_.mutex_);
  store_.add_places(std::make_shared<const Pack>(pack_->path(), true), entries);
}

std::vector<std::string> ObjectStore::Appender::append(
    std::span<const std::span<const uint8_t>> objects) {
  const Hold hold(store_);
  std::vector<std::string> names;
  std::set<std::string> seen;
  std::set<fs::path> unsynced;
  std::vector<GrowingPack::Object> news;
  for (const auto& bytes : objects) {
    names.push_back(sha256(bytes));
    const std::string& name = names.back();
    if (!seen.insert(name).second) continue;
    std::error_code ignored;
    if (store_.seems_to_hold(name, bytes, unsynced)) continue;
    // Wrong bytes are there under the name. Alone they would hide those in a
    // pack, and so would they in a pack with a higher number.
    if (store_.knows(name)) pack_ = nullptr;
    if (fs::exists(store_.alone(name), ignored)) {
      store_.put(bytes);
    } else {
      news.emplace_back(digest_of_name(name), bytes);
    }
  }
  if (pack_ != nullptr) unsynced.erase(pack_->path());
  for (const fs::path& pack : unsynced) sync_file(pack);
  if (!news.empty()) add_new(news);
  return names;
}

}  // namespace mote
