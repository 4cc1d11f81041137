// Uploads into the store, those of many connections at the price of one sync.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "lib/base/error.h"
#include "lib/dataset/sample_table.h"
#include "lib/store/store.h"
#include "stages/collect/edge_impulse/upload.h"

namespace mote {

struct StoredUpload {
  SampleTable::Outcome outcome;
  std::string known_label;  // of the recording that is there, for a conflict
};

// Somebody was forgotten while uploads were on their way: they are not stored,
// since they may be theirs.
class Forgot : public Error {
 public:
  Forgot();
};

// A thread of its own stores what has gathered while it stored the last group:
// one sync for the objects, appended to a pack, and one for the transaction.
// store() may be called from many threads.
class GroupCommit {
 public:
  // The store must outlive it.
  explicit GroupCommit(Store& store);
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // Returns once the uploads survive a crash and a power cut, with what became
  // of each. Throws Error (a full disk), and then none of them is there. Where
  // a group cannot be stored, its parts are tried one by one. `era` is the
  // store's when the uploads began to arrive; Forgot where it is another now.
  std::vector<StoredUpload> store(const std::vector<Upload>& uploads,
                                  uint64_t era);

  // So many groups were stored so far.
  size_t groups() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    const std::vector<Upload>* uploads;
    uint64_t era;
    std::vector<StoredUpload> stored;
    std::exception_ptr error;
    bool done = false;
  };

  void work();
  void wait_for_as_many(std::unique_lock<std::mutex>& lock, size_t count,
                        Clock::duration at_most);
  void store_or_fail(const std::vector<Waiting*>& group);
  void store_group(const std::vector<Waiting*>& group);
  void store_objects(const std::vector<Waiting*>& group);

  Store& store_;
  SampleTable table_;
  ObjectStore::Appender appender_;
  mutable std::mutex mutex_;  // of what follows
  std::condition_variable gathered_, stored_;
  std::vector<Waiting*> waiting_;
  size_t groups_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mote
