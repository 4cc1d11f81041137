#include "stages/collect/segment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "lib/base/error.h"
#include "lib/base/threads.h"
#include "lib/dataset/labelling.h"
#include "lib/signal/decode.h"
#include "lib/signal/signal_file.h"

namespace mote {
namespace {

// Another mote may have taken it away since it was chosen.
Sample sample_there(const SampleTable& table, const std::string& id) {
  auto sample = table.find(id);
  if (sample) return *std::move(sample);
  throw Error("a recording is no longer there", "object " + id,
              "Another mote works in this project: try again.");
}

// To a millisecond: what is marked reads well, and is found again.
double rounded(double seconds) { return std::round(seconds * 1000) / 1000; }

Signal part_of(const Signal& signal, const TimeRange& range) {
  const Fix trim{Fix::Kind::kTrim, range.start_s, range.end_s};
  return trim.apply(signal);
}

// Finds the parts of recordings, and keeps what is cut out of them.
class Segmentation {
 public:
  Segmentation(Store& store, const SegmentOptions& options, Run& run)
      : store_(store), table_(store), options_(options), run_(run) {}

  SegmentReport run(const Dataset& recordings, const ChangeNote& note) {
    find(recordings);
    if (options_.as_samples) cut(recordings);
    ChangeLog(store_).record(note, [&] {
      int64_t changed = 0;
      for (size_t i = 0; i < recordings.size(); ++i) {
        changed +=
            options_.as_samples ? 0 : mark(recordings.samples()[i].id, i);
      }
      for (const Sample& sample : cut_) {
        changed += table_.add(sample) == SampleTable::Outcome::kAdded;
      }
      if (options_.as_samples) report_.parts = changed;
      return changed;
    });
    return report_;
  }

 private:
  void find(const Dataset& recordings) {
    ranges_.resize(recordings.size());
    parallel_for(recordings.size(), run_.threads, [&](size_t i) {
      run_.throw_if_stopped();
      const Sample& sample = recordings.samples()[i];
      ranges_[i] = active_ranges(recordings.signal(sample), options_);
      for (TimeRange& range : ranges_[i]) {
        range.start_s = rounded(range.start_s);
        range.end_s = std::min(rounded(range.end_s), sample.seconds());
        if (range.label.empty()) range.label = sample.label;
      }
    });
    report_.recordings = static_cast<int64_t>(recordings.size());
    for (size_t i = 0; i < recordings.size(); ++i) {
      if (!ranges_[i].empty()) continue;
      report_.without.push_back(recordings.samples()[i].name);
    }
  }

  int64_t mark(const std::string& id, size_t i) {
    Sample sample = sample_there(table_, id);
    const size_t before = sample.ranges.size();
    for (const TimeRange& range : ranges_[i]) {
      const bool known = std::find(sample.ranges.begin(), sample.ranges.end(),
                                   range) != sample.ranges.end();
      if (!known) sample.ranges.push_back(range);
    }
    if (sample.ranges.size() == before) return 0;
    report_.parts += static_cast<int64_t>(sample.ranges.size() - before);
    table_.restore(sample);
    return 1;
  }

  void cut(const Dataset& recordings) {
    batch_.emplace(store_.objects());
    for (size_t i = 0; i < recordings.size(); ++i) {
      if (ranges_[i].empty()) continue;
      const Sample& sample = recordings.samples()[i];
      const Signal signal = recordings.signal(sample);
      for (const TimeRange& range : ranges_[i]) {
        cut_.push_back(new_sample(sample, part_of(signal, range), range));
      }
    }
    batch_->commit();
  }

  Sample new_sample(const Sample& of, const Signal& part,
                    const TimeRange& range) {
    const bool is_audio = of.kind == "audio";
    Sample sample = of;
    sample.id = batch_->add(is_audio ? encode_wav(part) : encode_signal(part));
    sample.name = fmt::format("{}#{:.3f}-{:.3f}.{}", of.name, range.start_s,
                              range.end_s, is_audio ? "wav" : "signal");
    sample.label = range.label;
    sample.rate_hz = part.rate_hz;
    sample.frames = static_cast<int64_t>(part.frame_count());
    sample.ranges.clear();
    sample.fixes.clear();
    sample.metadata["cut_from"] = of.id;
    return sample;
  }

  Store& store_;
  SampleTable table_;
  const SegmentOptions& options_;
  Run& run_;
  std::vector<std::vector<TimeRange>> ranges_;  // of each recording
  // Held until the samples are in the table.
  std::optional<ObjectStore::Batch> batch_;
  std::vector<Sample> cut_;
  SegmentReport report_;
};

}  // namespace

SegmentReport segment_recordings(Store& store, const Query& query,
                                 const SplitShares& shares,
                                 const SegmentOptions& options, ChangeNote note,
                                 Run& run) {
  if (!(options.frame_ms > 0) || options.min_s < 0 || options.gap_s < 0 ||
      options.margin_s < 0) {
    throw UsageError("durations of a segmentation must not be negative");
  }
  std::vector<Sample> chosen;
  SampleTable(store, shares).each(query, [&](const SampleText& sample) {
    if (sample.rate_hz > 0) chosen.push_back(sample_of(sample));
  });
  // As stored: the side that a manifest gives, or none.
  const SampleTable table(store);
  for (Sample& sample : chosen) {
    sample.split = sample_there(table, sample.id).split;
  }
  const Dataset all = open_dataset(store, shares, 0);
  const Dataset recordings(std::move(chosen), [&all](const Sample& sample) {
    return all.signal(sample);
  });
  if (note.what.empty()) {
    note.what = "segment " + (query.is_everything() ? std::string("everything")
                                                    : "'" + query.text() + "'");
  }
  return Segmentation(store, options, run).run(recordings, note);
}

}  // namespace mote
