#include "stages/collect/tfrecord/export.h"

#include <cstdio>
#include <memory>

#include "lib/base/file.h"
#include "lib/base/tf_record.h"
#include "lib/store/incoming_file.h"
#include "stages/collect/tfrecord/examples.h"

namespace mote {
namespace {

// Written beside its place and moved there by finish().
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : path_(path),
        aside_(path.string() + ".part"),
        file_(std::fopen(aside_.c_str(), "wb"), std::fclose) {
    if (!file_) throw_file_error("cannot be written", aside_);
  }
  ~NewFile() {
    std::error_code ignored;
    fs::remove(aside_, ignored);  // not there after finish()
  }

  void write(const std::vector<uint8_t>& bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) !=
        bytes.size()) {
      throw_file_error("cannot be written", aside_);
    }
  }

  void finish() {
    if (std::fflush(file_.get()) != 0) {
      throw_file_error("cannot be written", aside_);
    }
    file_.reset();
    if (std::rename(aside_.c_str(), path_.c_str()) != 0) {
      throw_file_error("cannot be replaced", path_);
    }
  }

 private:
  fs::path path_, aside_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

std::string file_of(const Sample& sample) {
  if (sample.label == kBackgroundLabel) return "background.tfrecord";
  return sample.split + ".tfrecord";
}

std::string example_of_sample(const Dataset& dataset, const Store& store,
                              const Sample& sample) {
  std::vector<uint8_t> file;
  if (sample.kind == "picture") file = store.objects().get(sample.id);
  return example_of(sample, dataset.signal(sample), file);
}

}  // namespace

std::vector<ExportedFile> export_tfrecords(const Dataset& dataset,
                                           const Store& store,
                                           const fs::path& folder, Run& run) {
  std::vector<ExportedFile> exported;
  size_t done = 0;
  for (const char* name : {"train.tfrecord", "validation.tfrecord",
                           "test.tfrecord", "background.tfrecord"}) {
    const Dataset part = dataset.select(
        [&](const Sample& sample) { return file_of(sample) == name; });
    if (part.empty()) continue;
    create_folder(folder);
    NewFile file(folder / name);
    for (const Sample& sample : part.samples()) {
      run.throw_if_stopped();
      file.write(tf_record(example_of_sample(dataset, store, sample)));
      run.progress.update("export", static_cast<int64_t>(++done),
                          static_cast<int64_t>(dataset.size()), name);
    }
    file.finish();
    exported.push_back({folder / name, part.size()});
  }
  return exported;
}

}  // namespace mote
