#include "stages/collect/edge_impulse/group_commit.h"

#include "lib/dataset/change_log.h"

namespace mote {
namespace {

// A device that sends now and then would otherwise make a pack an upload, more
// than can be looked through.
constexpr size_t kFewestOfAPack = 2;

StoredUpload add(SampleTable& table, const Upload& upload) {
  StoredUpload stored{table.add(upload.sample), ""};
  if (stored.outcome == SampleTable::Outcome::kConflict) {
    stored.known_label = table.find(upload.sample.id)->label;
  }
  return stored;
}

}  // namespace

GroupCommit::GroupCommit(Store& store)
    : store_(store), table_(store), thread_([this] { work(); }) {}

GroupCommit::~GroupCommit() {
  {
    std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  gathered_.notify_all();
  thread_.join();
}

std::vector<StoredUpload> GroupCommit::store(
    const std::vector<Upload>& uploads) {
  if (uploads.empty()) return {};
  Waiting mine{&uploads, {}, {}};
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

void GroupCommit::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    gathered_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<Waiting*> group;
    group.swap(waiting_);
    lock.unlock();
    store_or_fail(group);
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
  size_t count = 0;
  for (const Waiting* one : group) count += one->uploads->size();
  if (count < kFewestOfAPack) {
    for (const Waiting* one : group) {
      for (const Upload& upload : *one->uploads) {
        store_.objects().put(upload.object);
      }
    }
    return;
  }
  ObjectStore::Batch batch(store_.objects());
  for (const Waiting* one : group) {
    for (const Upload& upload : *one->uploads) batch.add(upload.object);
  }
  batch.commit();
}

void GroupCommit::store_group(const std::vector<Waiting*>& group) {
  const ObjectStore::Hold hold(store_.objects());
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
