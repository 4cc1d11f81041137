// NumPy, SAC, miniSEED, HDF5, JSON Lines and raw tensors.
#include <gtest/gtest.h>
#include <libmseed.h>

#include <cmath>
#include <cstring>

#include "lib/base/error.h"
#include "lib/signal/open.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

using Bytes = std::vector<uint8_t>;

FileContent read(const std::string& name, const Bytes& bytes,
                 const ReadOptions& options = {}) {
  const ImportedFile file{name, bytes, nullptr};
  const Importer* importer = importer_for(file, options);
  if (importer == nullptr) throw Error("no importer knows it", name, "");
  return importer->read(file, options);
}

Signal signal_of(const FoundSample& sample) {
  return open_signal(sample.object, 0, "sample");
}

std::string refusal(const std::string& name, const Bytes& bytes,
                    const ReadOptions& options = {}) {
  try {
    read(name, bytes, options);
  } catch (const Error& error) {
    return error.what_happened();
  }
  return "";
}

void append(Bytes& bytes, const void* data, size_t size) {
  const auto* raw = static_cast<const uint8_t*>(data);
  bytes.insert(bytes.end(), raw, raw + size);
}

Bytes npy(const std::string& header, const void* data, size_t size) {
  Bytes bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  const std::string text = header + "\n";
  bytes.push_back(static_cast<uint8_t>(text.size() % 256));
  bytes.push_back(static_cast<uint8_t>(text.size() / 256));
  append(bytes, text.data(), text.size());
  append(bytes, data, size);
  return bytes;
}

TEST(Numpy, ReadsFramesAndAxes) {
  const double values[] = {1, 2, 3, 4, 5, 6};
  ReadOptions options;
  options.rate_hz = 50;
  const FileContent content =
      read("a.npy",
           npy("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }",
               values, sizeof values),
           options);
  const Signal signal = signal_of(content.samples.at(0));
  EXPECT_EQ(signal.rate_hz, 50);
  EXPECT_EQ(signal.axis_count(), 2u);
  EXPECT_EQ(std::get<std::vector<float>>(signal.samples),
            (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST(Numpy, AxesMayComeFirst) {
  std::vector<int16_t> values(2 * 100);
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<int16_t>(i);
  }
  const FileContent content =
      read("a.npy",
           npy("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 100)}",
               values.data(), values.size() * 2));
  const Signal signal = signal_of(content.samples.at(0));
  EXPECT_EQ(signal.axis_count(), 2u);
  const auto& samples = signal.int16_samples();
  EXPECT_EQ(samples[0], 0);
  EXPECT_EQ(samples[1], 100);
  EXPECT_EQ(samples[2], 1);
}

TEST(Numpy, OtherBytesOrderAndHalves) {
  const uint8_t big[] = {0x01, 0x00, 0xFF, 0xFE};
  EXPECT_EQ(signal_of(read("a.npy", npy("{'descr': '>i2', 'fortran_order': "
                                        "False, 'shape': (2,)}",
                                        big, 4))
                          .samples.at(0))
                .int16_samples(),
            (std::vector<int16_t>{256, -2}));
  const uint16_t halves[] = {0x3C00, 0xC000, 0x3555};
  const Signal signal = signal_of(
      read("a.npy",
           npy("{'descr': '<f2', 'fortran_order': False, 'shape': (3,)}",
               halves, 6))
          .samples.at(0));
  const auto& values = std::get<std::vector<float>>(signal.samples);
  EXPECT_EQ(values[0], 1);
  EXPECT_EQ(values[1], -2);
  EXPECT_NEAR(values[2], 1.0 / 3, 1e-4);
}

TEST(Numpy, BytesOfThreeChannelsAreAPicture) {
  const Bytes pixels(4 * 5 * 3, 7);
  const FileContent content =
      read("a.npy",
           npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4, 5, 3)}",
               pixels.data(), pixels.size()));
  EXPECT_EQ(content.samples.at(0).kind, "picture");
  EXPECT_EQ(content.frame_shape, (std::vector<int>{4, 5}));
}

TEST(Numpy, ClearErrors) {
  const float one = 1, infinite = INFINITY;
  const auto with = [&](const std::string& descr, const std::string& shape,
                        const float* value) {
    return npy("{'descr': " + descr +
                   ", 'fortran_order': False, 'shape': " + shape + "}",
               value, sizeof one);
  };
  EXPECT_NE(refusal("a.npy", with("'|O'", "(1,)", &one)).find("not read"),
            std::string::npos);
  EXPECT_NE(refusal("a.npy", with("'<f4'", "(9,)", &one)).find("shorter"),
            std::string::npos);
  EXPECT_NE(refusal("a.npy", with("'<f4'", "(4294967296, 4294967296)", &one))
                .find("absurd"),
            std::string::npos);
  EXPECT_NE(refusal("a.npy", with("'<f4'", "(1,)", &infinite)).find("infinite"),
            std::string::npos);
  EXPECT_NE(refusal("a.npy", {0x93, 'N', 'U', 'M', 'P', 'Y'}).find("damaged"),
            std::string::npos);
  EXPECT_NE(refusal("a.npy", with("'<f4", "(1,)", &one)).find("damaged"),
            std::string::npos);
}

Bytes sac(float step_s, int32_t count, const std::vector<float>& values,
          bool swapped) {
  std::vector<uint32_t> words(158);
  std::memcpy(&words[0], &step_s, 4);
  words[76] = 6;
  words[79] = static_cast<uint32_t>(count);
  words[85] = 1;
  words[105] = 1;
  std::memcpy(&words[150], "EHZ     ", 8);
  for (float value : values) {
    uint32_t word;
    std::memcpy(&word, &value, 4);
    words.push_back(word);
  }
  for (size_t i = 0; swapped && i < words.size(); ++i) {
    const bool text = i >= 110 && i < 158;
    if (!text) words[i] = __builtin_bswap32(words[i]);
  }
  Bytes bytes;
  append(bytes, words.data(), words.size() * 4);
  return bytes;
}

TEST(Sac, BothByteOrders) {
  for (bool swapped : {false, true}) {
    const FileContent content =
        read("a.sac", sac(0.01f, 3, {1, -2, 3}, swapped));
    const Signal signal = signal_of(content.samples.at(0));
    EXPECT_EQ(signal.rate_hz, 100);
    EXPECT_EQ(signal.axes.at(0).name, "EHZ");
    EXPECT_EQ(std::get<std::vector<float>>(signal.samples),
              (std::vector<float>{1, -2, 3}));
  }
}

TEST(Sac, ClearErrors) {
  EXPECT_NE(refusal("a.sac", sac(0.01f, 9, {1}, false)).find("truncated"),
            std::string::npos);
  EXPECT_NE(refusal("a.sac", sac(0, 1, {1}, false)).find("absurd rate"),
            std::string::npos);
  EXPECT_NE(refusal("a.sac", sac(0.01f, 1, {NAN}, false)).find("no number"),
            std::string::npos);
  EXPECT_NE(refusal("a.sac", Bytes(100)).find("cut"), std::string::npos);
}

// Written by libmseed, the format's own library.
Bytes mini_seed(const std::vector<int32_t>& samples, int8_t encoding,
                int record_bytes, bool big_endian) {
  MSTrace* trace = mst_init(nullptr);
  std::strcpy(trace->network, "BG");
  std::strcpy(trace->station, "ACR");
  std::strcpy(trace->channel, "DPZ");
  trace->starttime = ms_seedtimestr2hptime(const_cast<char*>("2012,238"));
  trace->samprate = 100;
  trace->sampletype = 'i';
  trace->numsamples = trace->samplecnt = static_cast<int64_t>(samples.size());
  trace->datasamples = std::malloc(samples.size() * 4);
  std::memcpy(trace->datasamples, samples.data(), samples.size() * 4);
  Bytes bytes;
  const auto keep = [](char* record, int size, void* into) {
    append(*static_cast<Bytes*>(into), record, static_cast<size_t>(size));
  };
  int64_t packed = 0;
  mst_pack(trace, keep, &bytes, record_bytes, static_cast<flag>(encoding),
           big_endian ? 1 : 0, &packed, 1, 0, nullptr);
  mst_free(&trace);
  return bytes;
}

std::vector<int32_t> seismogram(size_t count) {
  std::vector<int32_t> samples(count);
  for (size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i);
    const double swell = std::exp(-std::pow((t - 500) / 200, 2));
    samples[i] = static_cast<int32_t>(300'000 * swell * std::sin(t / 3) +
                                      5 * std::sin(t));
  }
  return samples;
}

TEST(MiniSeed, WhatItsLibraryPacks) {
  const auto samples = seismogram(2000);
  for (int8_t encoding : {DE_INT32, DE_STEIM1, DE_STEIM2}) {
    for (bool big_endian : {true, false}) {
      SCOPED_TRACE(encoding * 10 + big_endian);
      const FileContent content =
          read("a.mseed", mini_seed(samples, encoding, 512, big_endian));
      ASSERT_EQ(content.samples.size(), 1u) << int{encoding};
      EXPECT_EQ(content.samples[0].rate_hz, 100);
      EXPECT_EQ(content.axes.at(0).name, "DPZ");
      const Signal signal = signal_of(content.samples[0]);
      const auto& values = std::get<std::vector<float>>(signal.samples);
      ASSERT_EQ(values.size(), samples.size()) << int{encoding};
      for (size_t i = 0; i < values.size(); ++i) {
        ASSERT_EQ(values[i], static_cast<float>(samples[i])) << i;
      }
    }
  }
}

TEST(MiniSeed, AMissingRecordIsMissing) {
  const auto samples = seismogram(2000);
  Bytes bytes = mini_seed(samples, DE_INT32, 512, true);
  bytes.erase(bytes.begin() + 512, bytes.begin() + 1024);
  const FileContent content = read("a.mseed", bytes);
  ASSERT_EQ(content.samples.size(), 1u);
  EXPECT_EQ(content.samples[0].frames, 2000);
  EXPECT_EQ(content.warnings.at(0).what, "readings are missing");
}

// Records of one reading each, minutes of nothing between them.
TEST(MiniSeed, GapsDoNotOutgrowWhatIsThere) {
  Bytes bytes = mini_seed({7}, DE_INT32, 512, true);
  ASSERT_EQ(bytes.size(), 512u);
  Bytes later = bytes;
  later[26] = 50;  // seconds
  append(bytes, later.data(), later.size());
  const FileContent content = read("a.mseed", bytes);
  ASSERT_EQ(content.samples.size(), 2u);
  EXPECT_EQ(content.samples[0].frames, 1);
  EXPECT_EQ(content.samples[1].frames, 1);
}

TEST(MiniSeed, DamageIsFound) {
  Bytes bytes = mini_seed(seismogram(2000), DE_STEIM2, 512, true);
  EXPECT_NE(refusal("a.mseed", Bytes(bytes.begin(), bytes.begin() + 700)), "");
  Bytes other = bytes;
  other[64 + 40] ^= 0x10;  // a difference
  EXPECT_NE(refusal("a.mseed", other).find("does not end"), std::string::npos);
}

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

TEST(JsonLines, ALineAReading) {
  const FileContent content = read(
      "a.jsonl", bytes_of("{\"t\": 0.0, \"acc\": {\"x\": 1, \"y\": 2}}\n"
                          "{\"t\": 0.02, \"acc\": {\"x\": 3, \"y\": null}}\n"
                          "{\"t\": 0.04, \"acc\": {\"x\": 5, \"y\": 6}}\n"));
  EXPECT_EQ(content.axes, (std::vector<Axis>{{"acc_x", ""}, {"acc_y", ""}}));
  EXPECT_EQ(content.samples.at(0).rate_hz, 50);
  EXPECT_EQ(content.samples.at(0).frames, 3);
}

TEST(JsonLines, ALineASample) {
  const FileContent content =
      read("a.jsonl",
           bytes_of("{\"label\": \"up\", \"rate_hz\": 25, \"x\": [1, 2, 3], "
                    "\"y\": [4, 5, 6]}\n"
                    "{\"label\": \"down\", \"rate_hz\": 25, \"x\": [7, 8], "
                    "\"y\": [9, 10]}\n"));
  ASSERT_EQ(content.samples.size(), 2u);
  EXPECT_EQ(content.samples[0].label, "up");
  EXPECT_EQ(content.samples[1].label, "down");
  EXPECT_EQ(content.samples[1].rate_hz, 25);
  EXPECT_EQ(content.samples[1].frames, 2);
}

TEST(JsonLines, ClearErrors) {
  EXPECT_NE(
      refusal("a.jsonl", bytes_of("{\"x\": 1}\n{\"x\": \n")).find("line 2"),
      std::string::npos);
  EXPECT_NE(
      refusal("a.jsonl", bytes_of("{\"x\":[1,2],\"y\":[1,2],\"rate_hz\":5}"
                                  "\n{\"x\":[1,2],\"y\":[1,2],"
                                  "\"rate_hz\":6}\n"))
          .find("different rates"),
      std::string::npos);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_NE(refusal("a.jsonl", bytes_of(deep)).find("too deep"),
            std::string::npos);
  EXPECT_NE(refusal("a.jsonl", bytes_of("")).find("empty"), std::string::npos);
}

TEST(JsonLines, DepthIsBounded) {
  std::string deep = "{\"x\":1,\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  for (int i = 0; i < 100'000; ++i) deep += ']';
  EXPECT_NE(refusal("a.jsonl", bytes_of(deep + "}")).find("too deep"),
            std::string::npos);
  std::string text = "{\"label\":\"\\\"";
  for (int i = 0; i < 100; ++i) text += "{[";
  text += "\",\"x\":1}\n";
  EXPECT_EQ(read("a.jsonl", bytes_of(text)).samples.size(), 1u);
}

// Each row has a key of its own: a small file, but a large table.
TEST(JsonLines, CellsAreBounded) {
  std::string text;
  for (int i = 0; i < 6000; ++i) {
    text += "{\"x" + std::to_string(i) + "\":1}\n";
  }
  EXPECT_NE(refusal("a.jsonl", bytes_of(text)).find("20 million cells"),
            std::string::npos);
}

TEST(JsonLines, RepeatedTextIsBounded) {
  std::string text =
      "{\"label\":\"" + std::string(600'000, 'a') + "\",\"x\":[0";
  for (int i = 1; i < 1000; ++i) text += ",0";
  EXPECT_NE(refusal("a.jsonl", bytes_of(text + "]}")).find("512 MiB of text"),
            std::string::npos);
}

TEST(Tensor, NeedsTypeAndShape) {
  ReadOptions options;
  EXPECT_NE(refusal("a.bin", {1, 2, 3, 4}).find("type and shape"),
            std::string::npos);
  options.type = "int8";
  options.shape = {2, 2};
  const FileContent content = read("a.bin", {1, 2, 3, 255}, options);
  EXPECT_EQ(content.samples.at(0).kind, "tensor");
  EXPECT_EQ(signal_of(content.samples[0]).samples,
            SignalValues(std::vector<int8_t>{1, 2, 3, -1}));
  EXPECT_NE(refusal("a.bin", {1, 2, 3}, options).find("3 bytes"),
            std::string::npos);
  options.type = "float32";
  options.shape = {1};
  EXPECT_NE(refusal("a.bin", {0, 0, 0x80, 0x7F}, options).find("no numbers"),
            std::string::npos);
  options.type = "complex";
  EXPECT_NE(refusal("a.bin", {1}, options).find("no type"), std::string::npos);
}

TEST(Hdf5, DamageIsRefusedAndHarmsNobody) {
  Bytes bytes(2048, 0x41);
  std::memcpy(bytes.data(), "\x89HDF\r\n\x1A\n", 8);
  EXPECT_NE(refusal("a.h5", bytes), "");
}

}  // namespace
}  // namespace mote
