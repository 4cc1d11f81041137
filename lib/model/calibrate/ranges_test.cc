#include "lib/model/calibrate/ranges.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "lib/base/error.h"
#include "lib/graph/zoo.h"
#include "lib/model/lower/lower.h"
#include "lib/model/test_model.h"

namespace mote {
namespace {

std::vector<float> normal_values(int count, float deviation) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0, deviation);
  std::vector<float> values;
  for (int i = 0; i < count; ++i) values.push_back(normal(random));
  return values;
}

TEST(ValueHistogram, MinMaxIsWhatWasSeenAndZero) {
  ValueHistogram histogram;
  histogram.add(std::vector<float>{2, 3, 5});
  const ValueRange range = histogram.range(RangeMethod::kMinMax, 100);
  EXPECT_EQ(range.low, 0);
  EXPECT_EQ(range.high, 5);
}

TEST(ValueHistogram, PercentileCutsAShareOfEitherEnd) {
  std::vector<float> values;
  for (int i = -1000; i < 1000; ++i) {
    values.push_back(static_cast<float>(i) + 0.5f);
  }
  ValueHistogram histogram;
  histogram.add(values);
  const ValueRange range = histogram.range(RangeMethod::kPercentile, 90);
  EXPECT_NEAR(range.low, -800, 2);
  EXPECT_NEAR(range.high, 800, 2);
}

TEST(ValueHistogram, LeastErrorIgnoresARareOutlier) {
  std::vector<float> values = normal_values(100000, 1);
  values.push_back(100);
  ValueHistogram histogram;
  histogram.add(values);
  const ValueRange range = histogram.range(RangeMethod::kMse, 100);
  EXPECT_LT(range.high, 95);
  EXPECT_LT(range.low, -3);
}

TEST(ValueHistogram, AddsInAnyOrder) {
  const std::vector<float> small = normal_values(1000, 0.01f);
  const std::vector<float> large = normal_values(1000, 300);
  ValueHistogram one, other, joined = {};
  one.add(small), one.add(large);
  other.add(large);
  joined.add(small);
  joined.add(other);
  for (RangeMethod method : {RangeMethod::kPercentile, RangeMethod::kMse}) {
    EXPECT_EQ(one.range(method, 99).high, joined.range(method, 99).high);
    EXPECT_EQ(one.range(method, 99).low, joined.range(method, 99).low);
  }
  EXPECT_EQ(joined.count(), 2000);
}

TEST(ValueHistogram, RefusesWhatIsNotFinite) {
  ValueHistogram histogram;
  const std::vector<float> values = {1, std::numeric_limits<float>::infinity()};
  EXPECT_THROW(histogram.add(values), Error);
}

TEST(Observe, DoesNotDependOnThreads) {
  const Graph graph = make_zoo_graph("tc", {49, 40, 1}, {"a", "b"});
  const FloatModel model(lower(test::random_checkpoint(graph, 1)));
  const auto inputs = test::random_inputs(5, graph.input.size(), 2);
  const auto one = observe(model, inputs, 1);
  const auto two = observe(model, inputs, 2);
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].count(), two[i].count());
    EXPECT_EQ(one[i].range(RangeMethod::kMse, 100).high,
              two[i].range(RangeMethod::kMse, 100).high);
  }
}

}  // namespace
}  // namespace mote
