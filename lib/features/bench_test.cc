#include "lib/features/bench.h"

#include <gtest/gtest.h>

namespace mote {
namespace {

TEST(FeatureBench, MeasuresDifferentClips) {
  const auto block = make_feature_block("micro_frontend");
  const auto clips = bench_clips(*block, 3);
  ASSERT_EQ(clips.size(), 3u);
  EXPECT_EQ(clips[0].size(), 16000u);
  EXPECT_NE(clips[0], clips[1]);
  EXPECT_GT(clips_a_second(*block, clips, 0.01), 0);
}

}  // namespace
}  // namespace mote
