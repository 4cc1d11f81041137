#include "lib/signal/signal_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "lib/base/error.h"
#include "lib/signal/decode.h"
#include "lib/signal/open.h"

namespace mote {
namespace {

Signal thermal_frames() {
  std::vector<float> values(2 * 3 * 4);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = 20 + 0.1f * static_cast<float>(i);
  }
  return {8, {{"px", "deg C"}}, values, {3, 4}};
}

TEST(SignalFile, GivesBackWhatWasStored) {
  const Signal signal = thermal_frames();
  const Signal back = decode_signal(encode_signal(signal), "thermal");
  EXPECT_EQ(back.rate_hz, 8);
  EXPECT_EQ(back.axes, signal.axes);
  EXPECT_EQ(back.frame_shape, signal.frame_shape);
  EXPECT_EQ(back.samples, signal.samples);
  EXPECT_EQ(back.frame_count(), 2u);
  EXPECT_EQ(back.place_count(), 12u);
}

TEST(SignalFile, KeepsEveryTypeOfValue) {
  const Axis axis{"i", ""};
  for (const SignalValues& values :
       {SignalValues(std::vector<int16_t>{-32768, 32767}),
        SignalValues(std::vector<float>{-1.5f, 2.25f}),
        SignalValues(std::vector<uint8_t>{0, 255}),
        SignalValues(std::vector<int8_t>{-128, 127})}) {
    const Signal signal{0, {axis}, values};
    EXPECT_EQ(decode_signal(encode_signal(signal), "").samples, values);
  }
}

TEST(SignalFile, MissingReadingsStayMissing) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Signal signal{1, {{"x", "g"}}, std::vector<float>{1, nan, 3}};
  const Signal back = decode_signal(encode_signal(signal), "");
  EXPECT_TRUE(std::isnan(std::get<std::vector<float>>(back.samples)[1]));
}

TEST(SignalFile, RefusesWhatIsDamaged) {
  const auto whole = encode_signal(thermal_frames());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THROW(decode_signal(std::span(whole).first(size), "cut"), Error);
  }
  auto longer = whole;
  longer.push_back(0);
  EXPECT_THROW(decode_signal(longer, "longer"), Error);
  const float infinite = std::numeric_limits<float>::infinity();
  const Signal signal{1, {{"x", "g"}}, std::vector<float>{infinite}};
  EXPECT_THROW(decode_signal(encode_signal(signal), "infinite"), Error);
}

TEST(SignalFile, RefusesAbsurdHeaders) {
  for (const char* header :
       {R"({"axes":[],"frame_shape":[],"frames":1,"rate_hz":1,"type":"int8"})",
        R"({"axes":[{"name":"x","unit":""}],"frame_shape":[2147483647,
            2147483647,2147483647],"frames":4,"rate_hz":1,"type":"int8"})",
        R"({"axes":[{"name":"x","unit":""}],"frame_shape":[-1],"frames":1,
            "rate_hz":1,"type":"int8"})",
        R"({"axes":[{"name":"x","unit":""}],"frame_shape":[],"frames":1,
            "rate_hz":-5,"type":"int8"})",
        R"({"axes":7})", "[]", ""}) {
    std::string text = header;
    std::erase(text, '\n');
    text = "motesig1" + text + "\nx";
    EXPECT_THROW(decode_signal({reinterpret_cast<const uint8_t*>(text.data()),
                                text.size()},
                               "absurd"),
                 Error)
        << header;
  }
}

TEST(OpenSignal, TellsTheFormsApart) {
  const Signal signal = thermal_frames();
  EXPECT_EQ(open_signal(encode_signal(signal), 0, "").frame_shape,
            signal.frame_shape);
  const auto wav = encode_wav(mono_audio(8000, {1, 2, 3}));
  EXPECT_EQ(open_signal(wav, 0, "").int16_samples().size(), 3u);
  const std::string pgm = "P5 2 1 255\n\x01\x02";
  const Signal picture = open_signal(
      {reinterpret_cast<const uint8_t*>(pgm.data()), pgm.size()}, 16000, "");
  EXPECT_EQ(picture.frame_shape, (std::vector<int>{1, 2}));
  EXPECT_EQ(picture.samples, SignalValues(std::vector<uint8_t>{1, 2}));
}

TEST(OpenSignal, ResamplesSeriesAndFillsGaps) {
  std::vector<float> values(100, 5);
  values[50] = values[51] = std::numeric_limits<float>::quiet_NaN();
  const Signal signal{50, {{"x", "g"}}, values};
  const Signal faster = open_signal(encode_signal(signal), 100, "");
  EXPECT_EQ(faster.frame_count(), 200u);
  for (float value : std::get<std::vector<float>>(faster.samples)) {
    ASSERT_NEAR(value, 5, 1e-5);
  }
}

// Loggers write degrees in encodings of their own.
TEST(SignalFile, NamesThatAreNotUtf8AreStoredWithReplacements) {
  Signal signal;
  signal.rate_hz = 1;
  signal.axes = {{"t",
                  "\xB0"
                  "C"}};
  signal.samples = std::vector<float>{20};
  EXPECT_EQ(decode_signal(encode_signal(signal), "").axes[0].unit,
            "\xEF\xBF\xBD"
            "C");
}

}  // namespace
}  // namespace mote
