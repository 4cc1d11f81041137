#include "stages/collect/edge_impulse/group_commit.h"

#include "lib/dataset/change_log.h"

namespace mote {
namespace {

StoredUpload add(SampleTable& table, const Upload& upload) {
  StoredUpload stored{table.add(upload.sample), ""};
  if (stored.outcome == SampleTable::Outcome::kConflict) {
    stored.known_label = table.find(upload.sample.id)->label;
  }
  return stored;
}

}  // namespace

Forgot::Forgot()
    : Error(
          "somebody's recordings were removed for good while this upload was "
          "on its way, and it may be theirs: it is not stored",
          "", "Send it again if it is not.") {}

GroupCommit::GroupCommit(Store& store)
    : store_(store),
      table_(store),
      appender_(store.objects()),
      thread_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
  {
    std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  gathered_.notify_all();
  thread_.join();
}

std::vector<StoredUpload> GroupCommit::store(const std::vector<Upload>& uploads,
                                             uint64_t era) {
  if (uploads.empty()) return {};
  Waiting mine{&uploads, era, {}, {}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  gathered_.notify_one();
  stored_.wait(lock, [&] { return mine.done; });
  if (mine.error) std::rethrow_exception(mine.error);
  return std::move(mine.stored);
}

size_t GroupCommit::groups() const {
  std::lock_guard guard(mutex_);
  return groups_;
}

// Senders that were just answered are about to send again: to wait for as many
// as the last group had takes less time than to store them with the next.
void GroupCommit::wait_for_as_many(std::unique_lock<std::mutex>& lock,
                                   size_t count, Clock::duration at_most) {
  gathered_.wait_for(lock, at_most,
                     [&] { return stopping_ || waiting_.size() >= count; });
}

void GroupCommit::work() {
  std::unique_lock lock(mutex_);
  std::vector<Waiting*> group;
  Clock::duration took{};
  while (true) {
    gathered_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    wait_for_as_many(lock, group.size(), took / 2);
    group.clear();
    group.swap(waiting_);
    lock.unlock();
    const auto start = Clock::now();
    store_or_fail(group);
    took = Clock::now() - start;
    lock.lock();
    ++groups_;
    for (Waiting* one : group) one->done = true;
    stored_.notify_all();
  }
}

void GroupCommit::store_or_fail(const std::vector<Waiting*>& group) {
  try {
    store_group(group);
    return;
  } catch (...) {
    group.front()->error = std::current_exception();
  }
  if (group.size() == 1) return;
  group.front()->error = nullptr;
  for (Waiting* one : group) {
    one->stored.clear();
    store_or_fail({one});
  }
}

void GroupCommit::store_objects(const std::vector<Waiting*>& group) {
  std::vector<std::span<const uint8_t>> objects;
  for (const Waiting* one : group) {
    for (const Upload& upload : *one->uploads) objects.push_back(upload.object);
  }
  appender_.append(objects);
}

void GroupCommit::store_group(const std::vector<Waiting*>& group) {
  const ObjectStore::Hold hold(store_.objects());
  const uint64_t era = store_.objects().era();
  for (const Waiting* one : group) {
    if (one->era != era) throw Forgot();
  }
  store_objects(group);
  ChangeLog(store_).record({"receive", "", ""}, [&] {
    int64_t changed = 0;
    for (Waiting* one : group) {
      for (const Upload& upload : *one->uploads) {
        one->stored.push_back(add(table_, upload));
        const auto outcome = one->stored.back().outcome;
        changed += outcome == SampleTable::Outcome::kAdded ||
                   outcome == SampleTable::Outcome::kUpdated;
      }
    }
    return changed;
  });
}

}  // namespace mote
