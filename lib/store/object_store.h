// Immutable bytes, each named by the SHA-256 of its content.
//
// On disk: FOLDER/ab/cdef... for an object stored alone (two hexadecimal
// digits of its name, then the other 62), FOLDER/packs/ for objects stored
// many at a time, FOLDER/incoming/ for what is being written.
// docs/dataset_format.md describes it. Safe to use from many threads and by
// many processes at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/hash.h"
#include "lib/store/growing_pack.h"
#include "lib/store/incoming_file.h"
#include "lib/store/pack.h"
#include "lib/store/store_lock.h"

namespace mote {

namespace fs = std::filesystem;

// 64 lower-case hexadecimal digits.
bool is_object_name(std::string_view text);

class ObjectStore {
 public:
  // Nothing is created before the first object is put.
  explicit ObjectStore(fs::path folder);

  // Stores the bytes and returns their name. When it returns, they survive a
  // crash and a power cut. Bytes that are already there are not written again;
  // an object that has become corrupt is repaired.
  // Throws Error when the disk is full or the folder is read-only.
  std::string put(std::span<const uint8_t> bytes);
  std::string put(std::string_view text);
  std::string put_file(const fs::path& file);

  bool has(std::string_view name) const;

  // The bytes, checked against their name. Throws Error naming the object when
  // it is missing or corrupt.
  std::vector<uint8_t> get(std::string_view name) const;
  std::string get_text(std::string_view name) const;

  // Whether the object is there and still equals its name.
  enum class State { kIntact, kMissing, kCorrupt };
  State check(std::string_view name) const;

  // The file that holds an object (alone or with others); "" when missing.
  fs::path path_of(std::string_view name) const;

  // Every object's name, in order.
  std::vector<std::string> list() const;

  // As long as one lives, in any process, no object is removed and nobody
  // forgotten: what is put meanwhile is there when the database comes to refer
  // to it. Taken before a transaction of the database, never within one.
  class Hold {
   public:
    explicit Hold(const ObjectStore& store);

   private:
    StoreLock::Shared shared_;
  };

  // A number that is another one after somebody was forgotten. Who works on
  // something for long without a Hold compares the numbers before and after.
  uint64_t era() const { return lock_.era(); }

  // Many objects for the price of one sync. add() may be called from many
  // threads; the objects are in the store, all of them, once commit() returns.
  // Without commit() nothing remains.
  class Batch {
   public:
    explicit Batch(ObjectStore& store);
    std::string add(std::span<const uint8_t> bytes);
    void commit();

   private:
    ObjectStore& store_;
    Hold hold_;
    PackWriter writer_;
    std::mutex mutex_;               // of what follows
    std::set<std::string> corrupt_;  // stored alone, and found wrong
    std::set<fs::path> unsynced_;    // growing packs that hold some of them
  };

  // Many small groups of objects over a long time, each at the price of one
  // sync: they are appended to a pack that stays open. For one thread.
  class Appender {
   public:
    explicit Appender(ObjectStore& store) : store_(store) {}
    // The names, in the same order; when it returns, the objects survive a
    // crash and a power cut. Throws Error, and none of them is in the store
    // that was not before.
    std::vector<std::string> append(
        std::span<const std::span<const uint8_t>> objects);

   private:
    void add_new(std::span<const GrowingPack::Object> objects);

    ObjectStore& store_;
    std::unique_ptr<GrowingPack> pack_;
  };

  // An object that is too long to hold, piece by piece; hashed and written on
  // a thread of its own. Without finish() nothing remains.
  class Writer {
   public:
    explicit Writer(ObjectStore& store);
    ~Writer();
    void add(std::string_view text);
    // As put(): its name, once it is safe.
    std::string finish();

   private:
    void flush();

    ObjectStore& store_;
    Hold hold_;
    IncomingFile file_;
    Sha256 hash_;
    std::string pending_, in_work_;
    std::future<void> work_;
  };

  // Removes objects for good. Made, it waits until nobody holds the store, and
  // holds it alone as long as it lives; what killed processes left half-written
  // is removed. The thread that made it may put objects meanwhile.
  class Removal {
   public:
    explicit Removal(ObjectStore& store);

    struct Freed {
      size_t objects = 0;
      uint64_t bytes = 0;
    };
    using Unwanted = std::function<bool(std::string_view name)>;
    // From now on, era() is another one.
    void advance_era() { store_.lock_.advance(); }
    // What remove_if() would free.
    Freed count_if(const Unwanted& unwanted) const;
    // Packs that hold something unwanted are written anew without it. Killed
    // on the way, what it had not removed is there and nothing else is gone.
    Freed remove_if(const Unwanted& unwanted);

   private:
    uint64_t remove_from_pack(const fs::path& pack, const Unwanted& unwanted);

    ObjectStore& store_;
    StoreLock::Alone alone_;
  };

 private:
  struct Pack {
    fs::path path;
    bool grows;
  };
  struct Place {
    std::shared_ptr<const Pack> pack;
    uint64_t offset, size_bytes;
  };
  struct DigestHash {
    size_t operator()(const Digest& digest) const;
  };

  fs::path alone(std::string_view name) const;
  std::vector<std::pair<std::string, fs::path>> all_alone() const;
  void forget_places() const;
  std::optional<Place> packed(std::string_view name) const;
  void read_new_packs() const;
  void read_pack(const fs::path& pack) const;
  void add_places(const std::shared_ptr<const Pack>& pack,
                  std::span<const PackEntry> entries) const;
  std::vector<uint8_t> read(std::string_view name) const;
  bool holds(std::string_view name, std::span<const uint8_t> bytes) const;
  bool knows(std::string_view name) const;
  bool seems_to_hold(std::string_view name, std::span<const uint8_t> bytes,
                     std::set<fs::path>& unsynced) const;
  void note_unsynced(std::string_view name, std::set<fs::path>& unsynced) const;

  fs::path folder_;
  mutable StoreLock lock_;
  mutable std::mutex mutex_;  // of what follows
  mutable std::set<std::string> known_packs_;
  mutable std::unordered_map<Digest, Place, DigestHash> places_;
};

}  // namespace mote
