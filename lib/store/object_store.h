// Immutable bytes, each named by the SHA-256 of its content.
//
// On disk: FOLDER/ab/cdef... (two hexadecimal digits, then the other 62), and
// FOLDER/incoming/ for what is being written. docs/dataset_format.md describes
// it. Safe to use from many threads and by many processes at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

  // Where an object lies, for programs that read files. Never write there.
  fs::path path_of(std::string_view name) const;

  // Whether the object is there and still equals its name.
  enum class State { kIntact, kMissing, kCorrupt };
  State check(std::string_view name) const;

  // Every object's name, in order.
  std::vector<std::string> list() const;

  // Many objects for the price of one sync. add() may be called from many
  // threads; the objects are in the store, all of them, once commit() returns.
  // Without commit() nothing remains.
  class Batch {
   public:
    explicit Batch(ObjectStore& store);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    std::string add(std::span<const uint8_t> bytes);
    void commit();

   private:
    ObjectStore& store_;
    fs::path folder_;
    int lock_ = -1;
    std::mutex mutex_;
    std::set<std::string> names_;
  };

 private:
  bool holds(std::string_view name, std::span<const uint8_t> bytes) const;

  fs::path folder_;
};

}  // namespace mote
