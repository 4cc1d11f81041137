// Recordings in memory, for the tests of checks.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "stages/collect/checks/check.h"
#include "stages/collect/checks/mending.h"

namespace mote {

struct Recording {
  Sample sample;
  Signal signal;
};

inline Recording recording(const std::string& name, const std::string& kind,
                           Signal signal) {
  Recording made;
  made.sample.id = made.sample.name = name;
  made.sample.label = std::filesystem::path(name).parent_path().string();
  made.sample.group = name;
  made.sample.kind = kind;
  made.sample.rate_hz = signal.rate_hz;
  made.sample.frames = static_cast<int64_t>(signal.frame_count());
  made.sample.axes = static_cast<int>(signal.axis_count());
  made.signal = std::move(signal);
  return made;
}

// Holds what an Evidence refers to.
struct Collected {
  explicit Collected(const std::vector<Recording>& recordings) {
    std::vector<Sample> samples;
    for (const Recording& one : recordings) {
      samples.push_back(one.sample);
      measurements.push_back(measure(one.signal, one.sample));
    }
    std::map<std::string, Signal> signals;
    for (const Recording& one : recordings) {
      signals[one.sample.id] = one.signal;
    }
    dataset = Dataset(samples, [signals](const Sample& sample) {
      return signals.at(sample.id);
    });
  }
  std::set<std::string> found(const std::string& kind) const {
    const Evidence evidence{dataset, wanted, measurements};
    std::set<std::string> names;
    for (const Check& check : checks()) {
      if (check.name != kind) continue;
      for (const Finding& finding : check.find(evidence, quiet_run())) {
        EXPECT_NE(mending_command(finding), "");
        if (kind != "near_duplicate") {
          names.insert(finding.samples.begin(), finding.samples.end());
        } else {  // the second is what it repeats
          names.insert(finding.kind + " " + finding.samples[0] + " of " +
                       finding.samples[1]);
        }
      }
    }
    return names;
  }
  // The samples that findings of this kind are about.
  std::set<std::string> found_samples(const std::string& kind) const {
    const Evidence evidence{dataset, wanted, measurements};
    std::set<std::string> ids;
    for (const Check& check : checks()) {
      if (check.name != kind) continue;
      for (const Finding& finding : check.find(evidence, quiet_run({}, 2))) {
        ids.insert(finding.mending.ids.begin(), finding.mending.ids.end());
      }
    }
    return ids;
  }

  Dataset dataset;
  DataRequirements wanted;
  std::vector<Measurement> measurements;
};

}  // namespace mote
