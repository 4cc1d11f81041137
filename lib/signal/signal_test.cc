#include "lib/signal/signal.h"

#include <gtest/gtest.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numbers>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/signal/decode.h"
#include "lib/signal/microphone.h"
#include "lib/signal/resample.h"
#include "test/shared_data.h"

namespace mote {
namespace {

std::vector<int16_t> tone(double rate_hz, double frequency_hz, size_t frames,
                          double peak = 10000) {
  std::vector<int16_t> samples(frames);
  for (size_t t = 0; t < frames; ++t) {
    samples[t] = static_cast<int16_t>(std::lrint(
        peak * std::sin(2 * std::numbers::pi * frequency_hz * t / rate_hz)));
  }
  return samples;
}

// A sound file as some other program would write it.
std::vector<uint8_t> sound_file(const fs::path& folder, int format, int rate_hz,
                                int channels,
                                const std::vector<int16_t>& samples) {
  const fs::path file = folder / "sound";
  SF_INFO info{};
  info.samplerate = rate_hz;
  info.channels = channels;
  info.format = format;
  SNDFILE* sound = sf_open(file.c_str(), SFM_WRITE, &info);
  EXPECT_NE(sound, nullptr) << sf_strerror(nullptr);
  // Float formats take integers as they are unless told to scale them.
  sf_command(sound, SFC_SET_SCALE_INT_FLOAT_WRITE, nullptr, SF_TRUE);
  sf_writef_short(sound, samples.data(),
                  static_cast<sf_count_t>(samples.size()) / channels);
  sf_close(sound);
  return read_bytes(file);
}

double largest_difference(const std::vector<int16_t>& a,
                          const std::vector<int16_t>& b) {
  EXPECT_EQ(a.size(), b.size());
  double largest = 0;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    largest = std::max(largest, std::abs(double{1} * a[i] - b[i]));
  }
  return largest;
}

class DecodeTest : public testing::Test {
 protected:
  std::vector<int16_t> decoded(int format, int channels = 1) {
    const auto file =
        sound_file(folder.path(), format, 16000, channels, original);
    return decode_audio(file, 0, "sound").int16_samples();
  }
  std::string failure(std::span<const uint8_t> file) {
    try {
      decode_audio(file, 0, "some.wav");
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), "some.wav");
      EXPECT_FALSE(error.hint().empty());
      return error.what_happened();
    }
    return "";
  }

  TemporaryFolder folder;
  std::vector<int16_t> original = tone(16000, 440, 16000);
};

TEST_F(DecodeTest, SixteenBitsAreExactInEveryLosslessFormat) {
  EXPECT_EQ(decoded(SF_FORMAT_WAV | SF_FORMAT_PCM_16), original);
  EXPECT_EQ(decoded(SF_FORMAT_WAV | SF_FORMAT_PCM_24), original);
  EXPECT_EQ(decoded(SF_FORMAT_WAV | SF_FORMAT_PCM_32), original);
  EXPECT_EQ(decoded(SF_FORMAT_WAV | SF_FORMAT_FLOAT), original);
  EXPECT_EQ(decoded(SF_FORMAT_WAVEX | SF_FORMAT_PCM_16), original);
  EXPECT_EQ(decoded(SF_FORMAT_FLAC | SF_FORMAT_PCM_16), original);
  EXPECT_EQ(decoded(SF_FORMAT_AIFF | SF_FORMAT_PCM_16), original);
}

TEST_F(DecodeTest, EightBitsAndCompressionStayClose) {
  EXPECT_LE(
      largest_difference(decoded(SF_FORMAT_WAV | SF_FORMAT_PCM_U8), original),
      256);
  EXPECT_LE(
      largest_difference(decoded(SF_FORMAT_WAV | SF_FORMAT_ULAW), original),
      512);
  EXPECT_LE(
      largest_difference(decoded(SF_FORMAT_OGG | SF_FORMAT_VORBIS), original),
      1500);
}

TEST_F(DecodeTest, ChannelsAreAveraged) {
  original.clear();
  for (int16_t value : tone(16000, 440, 1000)) {
    original.push_back(value);
    original.push_back(0);
  }
  const auto mono = decoded(SF_FORMAT_WAV | SF_FORMAT_PCM_16, 2);
  ASSERT_EQ(mono.size(), 1000u);
  for (size_t t = 0; t < mono.size(); ++t) {
    EXPECT_NEAR(mono[t], original[2 * t] / 2.0, 0.51);
  }
}

TEST_F(DecodeTest, FloatsBeyondFullScaleAreClipped) {
  std::vector<float> loud = {2.0f, -2.0f, 0.5f, NAN};
  std::vector<uint8_t> file = sound_file(
      folder.path(), SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 1, {1, 1, 1, 1});
  const auto* bytes = reinterpret_cast<const uint8_t*>(loud.data());
  std::copy(bytes, bytes + 16, file.end() - 16);
  const auto samples = decode_audio(file, 0, "loud.wav").int16_samples();
  EXPECT_EQ(samples, (std::vector<int16_t>{32767, -32768, 16384, 0}));
}

TEST_F(DecodeTest, FactsSayWhatTheHeaderSays) {
  const auto file = sound_file(folder.path(), SF_FORMAT_WAV | SF_FORMAT_PCM_24,
                               44100, 2, original);
  const AudioFacts facts = audio_facts(file, "sound");
  EXPECT_EQ(facts.rate_hz, 44100);
  EXPECT_EQ(facts.channels, 2);
  EXPECT_EQ(facts.frames, 8000);
  EXPECT_NE(facts.format.find("24 bit"), std::string::npos) << facts.format;
}

TEST_F(DecodeTest, RefusesWhatIsNoRecording) {
  EXPECT_EQ(failure({}), "the file is empty");
  const std::string text = "This is a shopping list, not a sound.";
  EXPECT_NE(
      failure({reinterpret_cast<const uint8_t*>(text.data()), text.size()})
          .find("not an audio file"),
      std::string::npos);
  const auto silent =
      sound_file(folder.path(), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000, 1, {});
  EXPECT_NE(failure(silent).find("no samples"), std::string::npos);
}

// Every prefix of a WAV file is refused, whatever was cut off.
TEST_F(DecodeTest, RefusesEveryTruncatedWav) {
  original.resize(500);
  const auto file = sound_file(folder.path(), SF_FORMAT_WAV | SF_FORMAT_PCM_16,
                               16000, 1, original);
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_NE(failure(std::span(file).first(size)), "") << size << " bytes";
  }
  EXPECT_EQ(failure(file), "");
}

TEST_F(DecodeTest, ReadsWhatAProgramWroteToAPipe) {
  auto file = sound_file(folder.path(), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000,
                         1, original);
  for (uint32_t size : {0x7FFFF000u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    std::memcpy(&file[40], &size, sizeof size);
    EXPECT_EQ(decode_audio(file, 0, "pipe").int16_samples(), original);
  }
}

TEST_F(DecodeTest, RefusesATruncatedFlac) {
  const auto file = sound_file(folder.path(), SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
                               16000, 1, original);
  for (size_t size = 0; size < file.size(); size += 997) {
    EXPECT_NE(failure(std::span(file).first(size)), "") << size << " bytes";
  }
}

TEST_F(DecodeTest, AbsurdHeadersAreRefused) {
  auto file = sound_file(folder.path(), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 16000,
                         1, original);
  auto channels = file;
  channels[22] = 0xFF, channels[23] = 0xFF;
  EXPECT_NE(failure(channels), "");
  auto rate = file;
  rate[24] = rate[25] = rate[26] = rate[27] = 0;
  EXPECT_NE(failure(rate), "");
}

TEST_F(DecodeTest, WavRoundTripIsExact) {
  const fs::path file = folder.path() / "clip.wav";
  write_wav(file, mono_audio(16000, original));
  const Signal back = read_audio(file);
  EXPECT_EQ(back.rate_hz, 16000);
  EXPECT_EQ(back.int16_samples(), original);
  EXPECT_DOUBLE_EQ(back.seconds(), 1.0);
}

TEST_F(DecodeTest, ReadsRealRecordings) {
  MOTE_REQUIRE_SHARED();
  const Signal signal = read_audio(
      test::shared_path("datasets/micro_speech_wavs/yes_1000ms.wav"));
  EXPECT_EQ(signal.rate_hz, 16000);
  EXPECT_EQ(signal.frame_count(), 16000u);
  EXPECT_EQ(signal.axes.at(0).name, "audio");
}

TEST(Resample, AToneStaysThatTone) {
  for (double from_hz : {8000.0, 22050.0, 44100.0, 48000.0}) {
    const size_t frames = static_cast<size_t>(from_hz);
    const Signal slow =
        resample(mono_audio(from_hz, tone(from_hz, 440, frames)), 16000);
    ASSERT_EQ(slow.frame_count(), 16000u);
    const auto expected = tone(16000, 440, 16000);
    double largest = 0;
    for (size_t t = 1000; t < 15000; ++t) {
      largest = std::max(
          largest, std::abs(double{1} * slow.int16_samples()[t] - expected[t]));
    }
    EXPECT_LE(largest, 10) << from_hz;
  }
}

TEST(Resample, WhatIsAboveTheNewBandVanishes) {
  const Signal high = mono_audio(44100, tone(44100, 12000, 44100));
  int loudest = 0;
  const Signal low = resample(high, 16000);
  for (size_t t = 1000; t < 15000; ++t) {
    loudest = std::max(loudest, std::abs(int{low.int16_samples()[t]}));
  }
  EXPECT_LE(loudest, 5);
}

TEST(Resample, FloatSignalsKeepTheirAxes) {
  Signal motion{50, {{"x", "m/s2"}, {"y", "m/s2"}}, std::vector<float>(200)};
  std::get<std::vector<float>>(motion.samples).assign(200, 9.81f);
  const Signal faster = resample(motion, 100);
  EXPECT_EQ(faster.axes, motion.axes);
  ASSERT_EQ(faster.frame_count(), 200u);
  EXPECT_NEAR(std::get<std::vector<float>>(faster.samples)[200], 9.81, 0.01);
}

TEST(Resample, RefusesARateOfZero) {
  EXPECT_THROW(resample(mono_audio(16000, {1, 2}), 0), Error);
}

TEST(Signal, FloatSignalsAreNoAudio) {
  EXPECT_THROW((Signal{50, {{"x", ""}}, std::vector<float>(3)}.int16_samples()),
               Error);
}

// Gives the sound system another configuration for the length of a test.
class SoundConfiguration {
 public:
  explicit SoundConfiguration(const std::string& text) {
    write_atomically(folder_.path() / "asound.conf", text);
    ::setenv("ALSA_CONFIG_PATH", (folder_.path() / "asound.conf").c_str(), 1);
  }
  ~SoundConfiguration() { ::unsetenv("ALSA_CONFIG_PATH"); }
  SoundConfiguration(const SoundConfiguration&) = delete;
  SoundConfiguration& operator=(const SoundConfiguration&) = delete;

 private:
  TemporaryFolder folder_;
};

// ALSA can read a file as if it were a microphone.
TEST(Microphone, DeliversEverySampleInOrder) {
  TemporaryFolder folder;
  const fs::path file = folder.path() / "microphone.raw";
  std::string bytes;
  for (int t = 0; t < 40000; ++t) {
    bytes += static_cast<char>(t % 256);
    bytes += static_cast<char>(t / 256 % 100);
  }
  write_atomically(file, bytes);
  const SoundConfiguration sound(
      "pcm.null { type null }\n"
      "pcm.!default { type file slave.pcm null file /dev/null format raw\n"
      "  infile \"" +
      file.string() + "\" }\n");
  if (microphones().empty()) GTEST_SKIP() << "needs PortAudio over ALSA";
  const std::atomic<bool> stop = false;
  std::vector<int16_t> heard;
  listen({16000, "default", 20}, stop, [&](std::span<const int16_t> block) {
    EXPECT_EQ(block.size(), 320u);
    heard.insert(heard.end(), block.begin(), block.end());
    return heard.size() < 3200;
  });
  ASSERT_EQ(heard.size(), 3200u);
  for (int t = 0; t < 3200; ++t) {
    ASSERT_EQ(heard[static_cast<size_t>(t)], t % 256 + 256 * (t / 256)) << t;
  }
}

TEST(Microphone, WithoutOneTheErrorSaysWhatToDo) {
  if (!microphones().empty()) GTEST_SKIP() << "needs a machine without one";
  const std::atomic<bool> stop = false;
  try {
    listen({}, stop, [](auto) { return false; });
    FAIL() << "listened to nothing";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("no microphone"), std::string::npos);
    EXPECT_NE(error.hint().find("mote infer"), std::string::npos);
  }
}

}  // namespace
}  // namespace mote
