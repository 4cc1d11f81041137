#include "device/dsp/row_frontend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace mote {
namespace dsp {
namespace {

// The sum of a window, and its first sample.
void ComputeSum(const void* tables, const int16_t* window, float*,
                float* features) {
  const int size = *static_cast<const int*>(tables);
  features[0] = 0;
  for (int i = 0; i < size; ++i) features[0] += window[i];
  features[1] = window[0];
}

std::vector<int8_t> rows_of(int window, int hop, int piece, int count) {
  const float centre[] = {0, 1}, factor[] = {1, 2};
  const RowTables tables = {window,  hop,    2,     ComputeSum,
                            &window, centre, factor};
  std::vector<int16_t> input(window), samples(count);
  float features[2];
  RowFrontend frontend = {&tables, input.data(), nullptr, features, 99};
  ResetRowFrontend(&frontend);
  for (int i = 0; i < count; ++i) samples[i] = static_cast<int16_t>(i + 1);
  std::vector<int8_t> rows;
  for (int done = 0; done < count;) {
    int8_t row[2];
    bool finished = false;
    done += PushRowFrontend(&frontend, samples.data() + done,
                            std::min(piece, count - done), row, &finished);
    if (finished) rows.insert(rows.end(), row, row + 2);
  }
  return rows;
}

TEST(RowFrontend, GivesARowEveryHop) {
  // Windows 1 2 3, 3 4 5, 5 6 7.
  const std::vector<int8_t> expected = {6, 0, 12, 4, 18, 8};
  for (const int piece : {1, 2, 3, 5, 100}) {
    EXPECT_EQ(rows_of(3, 2, piece, 8), expected) << piece;
  }
}

TEST(RowFrontend, PassesOverWhatLiesBetweenWindows) {
  // Windows 1 2, 6 7, 11 12.
  const std::vector<int8_t> expected = {3, 0, 13, 10, 23, 20};
  for (const int piece : {1, 4, 100}) {
    EXPECT_EQ(rows_of(2, 5, piece, 14), expected) << piece;
  }
}

TEST(RowFrontend, RoundsAndSaturatesAndKnowsNoNan) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float features[] = {0.5f, -0.5f,   1.49f,     -1.5f,      126.6f,
                            1e9f, -128.4f, kInfinity, -kInfinity, NAN};
  const std::vector<float> centre(10, 0), factor(10, 1);
  const RowTables tables = {
      1, 1, 10, nullptr, nullptr, centre.data(), factor.data()};
  std::vector<int8_t> row(10);
  QuantizeFeatures(tables, features, row.data());
  EXPECT_EQ(row,
            (std::vector<int8_t>{1, -1, 1, -2, 127, 127, -128, 127, -128, 0}));
}

}  // namespace
}  // namespace dsp
}  // namespace mote
