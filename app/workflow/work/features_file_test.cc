#include "app/workflow/work/features_file.h"

#include <gtest/gtest.h>

#include "lib/base/error.h"

namespace mote {
namespace {

FeatureSet two_clips() {
  FeatureSet set;
  set.rows = 2;
  set.row_size = 3;
  set.features = {{1, -2, 3, -4, 5, -6}, {-128, 127, 0, 1, 2, 3}};
  return set;
}

TEST(FeaturesFile, ReadsBack) {
  const FeatureSet set = read_features(write_features(two_clips()), "features");
  EXPECT_EQ(set.rows, 2);
  EXPECT_EQ(set.row_size, 3);
  EXPECT_EQ(set.features, two_clips().features);
}

TEST(FeaturesFile, IsRefusedWhenCutAnywhere) {
  const std::vector<uint8_t> whole = write_features(two_clips());
  for (size_t size = 0; size < whole.size(); ++size) {
    const std::vector<uint8_t> cut(whole.begin(), whole.begin() + size);
    EXPECT_THROW(read_features(cut, "features"), Error) << size;
  }
}

}  // namespace
}  // namespace mote
