// The clips to be judged on, with their labels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/dataset/dataset.h"
#include "lib/features/feature_block.h"

namespace mote {

struct TestClip {
  std::string name;              // "left/0a7c2a8d_nohash_0.wav", "silence 17"
  std::string group;             // who spoke it
  int label = 0;                 // index into TestSet::labels
  std::vector<int16_t> samples;  // as the features take them
};

struct TestSet {
  std::vector<std::string> labels;  // "silence", "unknown", "left", "right"
  std::vector<TestClip> clips;
  std::vector<std::string> notes;  // what the reader should know
};

struct TestSetOptions {
  int silence_clips = 100;  // cut when the data set has none of its own
  uint64_t seed = 99;
};

// The examples of `test`, any word that is no label as "unknown" (left out
// when that is no label), in the data set's order; then silence: clips under
// that label, else pieces cut from `background` at half volume. Throws Error
// when nothing is left.
TestSet make_test_set(const Dataset& test, const Dataset& background,
                      const std::vector<std::string>& labels,
                      const FeatureBlock& features,
                      const TestSetOptions& options);

}  // namespace mote
