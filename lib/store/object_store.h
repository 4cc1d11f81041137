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
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/store/pack.h"

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
    PackWriter writer_;
  };

 private:
  struct Place {
    fs::path pack;
    PackEntry entry;
  };
  struct DigestHash {
    size_t operator()(const Digest& digest) const;
  };

  fs::path alone(std::string_view name) const;
  std::optional<Place> packed(std::string_view name) const;
  void read_new_packs() const;
  void read_pack(const fs::path& pack) const;
  std::vector<uint8_t> read(std::string_view name) const;
  bool holds(std::string_view name, std::span<const uint8_t> bytes) const;
  bool seems_to_hold(std::string_view name,
                     std::span<const uint8_t> bytes) const;

  fs::path folder_;
  mutable std::mutex mutex_;  // of what follows
  mutable std::set<std::string> known_packs_;
  mutable std::unordered_map<Digest, Place, DigestHash> places_;
};

}  // namespace mote
