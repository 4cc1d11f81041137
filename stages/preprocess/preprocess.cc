#include "stages/preprocess/preprocess.h"

#include <fmt/format.h>

#include <mutex>

#include "lib/base/threads.h"
#include "lib/signal/resample.h"

namespace mote {
namespace {

constexpr size_t kReportEvery = 100;  // recordings

}  // namespace

std::vector<int16_t> samples_for(const FeatureBlock& block,
                                 const Signal& signal,
                                 const std::string& where) {
  if (signal.axis_count() != 1 ||
      !std::holds_alternative<std::vector<int16_t>>(signal.samples)) {
    throw Error(fmt::format("{} takes 16-bit sound of one channel, this has {} "
                            "axes",
                            block.name(), signal.axis_count()),
                where, "Collect it as mono audio.");
  }
  if (signal.rate_hz == block.rate_hz()) return signal.int16_samples();
  return resample(signal, block.rate_hz()).int16_samples();
}

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
        block.run(samples_for(block, dataset.signal(sample), sample.name));
    const std::lock_guard lock(reporting);
    if (++done % kReportEvery == 0 || done == dataset.size()) {
      run.progress.update("recording", static_cast<int64_t>(done),
                          static_cast<int64_t>(dataset.size()), "");
    }
  });
  return set;
}

}  // namespace mote
