// Who may work in a store at the same time: many who read and add, or one who
// removes for good.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <thread>

namespace mote {

// Locks (flock) on two files of a folder, which the kernel gives back when a
// process dies. `lock` is held shared or alone; `lock.next` is taken first, by
// one who wants it alone until he has done, so that those who come later do
// not keep him waiting for ever.
//
// One object serves all threads of a process; what a thread holds it may take
// again. Never take it alone while holding it shared, and never take it within
// a transaction of the database: the order is lock, then database.
class StoreLock {
 public:
  // Makes the folder and the files when they are first needed.
  explicit StoreLock(std::filesystem::path folder);

  // Held for the life of the object. Those who watch_waiting() are told for
  // whom it waits.
  //
  // Waits while another works alone. In a folder that cannot be written there
  // is nothing to wait for.
  class Shared {
   public:
    explicit Shared(StoreLock& lock) : lock_(lock) { lock_.share(); }
    ~Shared() { lock_.unshare(); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;

   private:
    StoreLock& lock_;
  };
  // Waits until nobody else holds it. Throws Error in a folder that cannot be
  // written.
  class Alone {
   public:
    explicit Alone(StoreLock& lock) : lock_(lock) { lock_.take_alone(); }
    ~Alone() { lock_.give_back(); }
    Alone(const Alone&) = delete;
    Alone& operator=(const Alone&) = delete;

   private:
    StoreLock& lock_;
  };

  // How often advance() was called, by any process: whether something that is
  // not to come back may have been removed since. Costs a look at a file.
  uint64_t era() const;
  // To be called by the one who holds it alone.
  void advance();

 private:
  void share();
  void unshare();
  void take_alone();
  void give_back();
  bool mine() const;

  std::filesystem::path folder_;
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  int handle_ = -1, next_ = -1;
  size_t sharing_ = 0, alone_ = 0;
  std::thread::id owner_;  // while alone_
};

}  // namespace mote
