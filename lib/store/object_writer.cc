#include <cstdio>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/store/object_store.h"

namespace mote {
namespace {

constexpr size_t kPieceBytes = 1 << 20;

}  // namespace

ObjectStore::Writer::Writer(ObjectStore& store)
    : store_(store), hold_(store), file_(store.folder_ / "incoming") {}

ObjectStore::Writer::~Writer() {
  if (work_.valid()) work_.wait();
}

void ObjectStore::Writer::add(std::string_view text) {
  pending_ += text;
  if (pending_.size() >= kPieceBytes) flush();
}

void ObjectStore::Writer::flush() {
  if (work_.valid()) work_.get();
  std::swap(pending_, in_work_);
  pending_.clear();
  work_ = std::async(std::launch::async, [this] {
    hash_.add(in_work_);
    file_.write(as_bytes(in_work_));
  });
}

std::string ObjectStore::Writer::finish() {
  flush();
  work_.get();
  const std::string name = hash_.finish();
  const fs::path place = store_.alone(name);
  file_.sync();
  create_folder(place.parent_path());
  // Over what is there already, intact or not: to look would take longer.
  if (::rename(file_.path().c_str(), place.c_str()) != 0) {
    throw_file_error("cannot be stored", place);
  }
  sync_folder(place.parent_path());
  return name;
}

}  // namespace mote
