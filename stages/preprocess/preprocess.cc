#include "stages/preprocess/preprocess.h"

#include <mutex>

#include "lib/base/threads.h"

namespace mote {
namespace {

constexpr size_t kReportEvery = 100;  // recordings

}  // namespace

FeatureSet preprocess(const Dataset& dataset, const FeatureBlock& block,
                      Run& run) {
  FeatureSet set;
  std::tie(set.rows, set.row_size) = block.output_shape();
  set.features.resize(dataset.size());
  std::mutex reporting;
  size_t done = 0;
  parallel_for(dataset.size(), run.threads, [&](size_t i) {
    run.throw_if_stopped();
    const Sample& sample = dataset.samples()[i];
    set.features[i] =
        block.run(block.samples(dataset.signal(sample), sample.name));
    const std::lock_guard lock(reporting);
    if (++done % kReportEvery == 0 || done == dataset.size()) {
      run.progress.update("recording", static_cast<int64_t>(done),
                          static_cast<int64_t>(dataset.size()), "");
    }
  });
  return set;
}

}  // namespace mote
