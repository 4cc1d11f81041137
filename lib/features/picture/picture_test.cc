#include "lib/features/picture/picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/features/window_block.h"

namespace mote {
namespace {

using json = nlohmann::json;

// A picture of 4 x 6 whose pixels count from 0, three colours apart by 100.
Signal counting(int channels) {
  Signal signal{0, {}, {}, {4, 6}};
  std::vector<uint8_t> values;
  for (int c = 0; c < channels; ++c) {
    signal.axes.push_back({std::string(1, "rgb"[c]), ""});
  }
  for (int place = 0; place < 24; ++place) {
    for (int c = 0; c < channels; ++c) {
      values.push_back(static_cast<uint8_t>(place + 100 * c));
    }
  }
  signal.samples = values;
  return signal;
}

std::unique_ptr<FeatureBlock> fitted(const Signal& signal,
                                     const json& settings) {
  const TrainingSignals signals = {1, [&](size_t) { return signal; },
                                   [](size_t) { return "picture"; }, 1};
  const FeatureBlockKind& kind = feature_block_kind("picture");
  return kind.make(kind.fit(settings.dump(), signals));
}

std::vector<float> seen(const FeatureBlock& block, const Signal& signal) {
  return dynamic_cast<const WindowBlock&>(block).measure(
      block.samples(signal, ""));
}

TEST(Picture, IsSeenAsItIs) {
  const Signal signal = counting(3);
  const auto block = fitted(signal, json::object());
  EXPECT_EQ(block->input_shape(), (std::array{4, 6, 3}));
  const auto pixels = seen(*block, signal);
  ASSERT_EQ(pixels.size(), 72u);
  EXPECT_EQ(pixels[0], 0);
  EXPECT_EQ(pixels[5], 201);
}

TEST(Picture, SmallerPixelsAreMeansOfThoseTheyCover) {
  const Signal signal = counting(1);
  const auto block = fitted(signal, {{"rows", 2}, {"columns", 3}});
  // The first covers 0, 1, 6 and 7.
  EXPECT_EQ(seen(*block, signal),
            (std::vector<float>{3.5, 5.5, 7.5, 15.5, 17.5, 19.5}));
}

TEST(Picture, LargerPixelsAreTheNearest) {
  const Signal signal = counting(1);
  const auto pixels =
      seen(*fitted(signal, {{"rows", 8}, {"columns", 12}}), signal);
  EXPECT_EQ(pixels[0], 0);
  EXPECT_EQ(pixels[1], 0);
  EXPECT_EQ(pixels[12], 0);
  EXPECT_EQ(pixels[95], 23);
}

TEST(Picture, GreyIsTheLumaOfItsColours) {
  const Signal signal = counting(3);
  const auto block = fitted(signal, {{"grey", true}});
  EXPECT_EQ(block->input_shape(), (std::array{4, 6, 1}));
  EXPECT_NEAR(seen(*block, signal)[1], 1 + 100 * 0.587 + 200 * 0.114, 1e-4);
  EXPECT_THROW(fitted(counting(1), {{"grey", true}}), Error);
}

TEST(Picture, DeadPixelsAreFoundAndRepaired) {
  Signal signal{0, {{"temperature", "deg C"}}, {}, {3, 3}};
  std::vector<float> values = {20, 21, 22, 23, NAN, 25, 26, 27, 28};
  signal.samples = values;
  EXPECT_NEAR(seen(*fitted(signal, json::object()), signal)[4], 24, 0.01);
  EXPECT_NEAR(seen(*fitted(signal, {{"look_for_dead", false}}), signal)[4], 0,
              0.01);
}

TEST(Picture, StandardizedItForgetsHowWarmTheRoomIs) {
  Signal cold{0, {{"temperature", "deg C"}}, {}, {2, 2}}, warm = cold;
  cold.samples = std::vector<float>{10, 12, 14, 20};
  warm.samples = std::vector<float>{20, 22, 24, 30};
  const auto block =
      fitted(warm, {{"standardize", true}, {"full_scale", 32.768}});
  const auto a = seen(*block, cold), b = seen(*block, warm);
  double sum = 0, squares = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_NEAR(a[i], b[i], 2e-3);
    sum += a[i];
    squares += a[i] * a[i];
  }
  EXPECT_NEAR(sum, 0, 1e-5);
  EXPECT_NEAR(squares, 4, 1e-4);
}

TEST(Picture, ShapesThatAreNoneAreErrors) {
  EXPECT_THROW(fitted(counting(1), {{"height", 5}, {"width", 5}}), Error);
  EXPECT_THROW(fitted(counting(1), {{"dead", {24}}}), Error);
}

}  // namespace
}  // namespace mote
