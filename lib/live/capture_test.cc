#include "lib/live/capture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/live/fake_device.h"
#include "lib/live/live_reader.h"

namespace mote {
namespace {

constexpr std::chrono::milliseconds kLong(10000);

Chunk chunk_of(int64_t arrived_ns, std::string_view text) {
  const auto bytes = as_bytes(text);
  return {arrived_ns, {bytes.begin(), bytes.end()}};
}

std::vector<Chunk> some_chunks() {
  return {chunk_of(5, "a,b\n1,"), chunk_of(9, "2\n"), chunk_of(9, "3,4\n"),
          chunk_of(1'000'000'000'007, std::string("\0\n\xff", 3))};
}

LiveSource some_source() {
  LiveSource source;
  source.bytes = std::make_unique<ChunksFromMemory>(some_chunks());
  source.name = "serial:/dev/ttyACM0";
  source.decoder = "text";
  source.declared.axes = {{"t", "deg C"}, {"h", "%"}};
  source.declared.rate_hz = 12.5;
  source.declared.frame_shape = {2, 3};
  source.metadata = {{"device", "a board"}};
  source.started = 1700000000;
  return source;
}

SourceOptions at(const fs::path& file) {
  SourceOptions options;
  options.address = file.string();
  return options;
}

void write_file(const fs::path& file, std::span<const uint8_t> bytes) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

// All chunks but those that are nothing.
std::vector<Chunk> all_of(LiveReader& reader) {
  std::vector<Chunk> chunks;
  while (auto chunk = reader.next(kLong)) {
    if (!chunk->bytes.empty()) chunks.push_back(std::move(*chunk));
  }
  return chunks;
}

void expect_equal(const std::vector<Chunk>& got,
                  const std::vector<Chunk>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].arrived_ns, wanted[i].arrived_ns);
    EXPECT_EQ(got[i].bytes, wanted[i].bytes);
  }
}

// Captures some_source(), with a prompt after the first chunk.
void capture_some(const fs::path& file) {
  CaptureWriter writer(file, some_source());
  const std::vector<Chunk> chunks = some_chunks();
  for (size_t i = 0; i < chunks.size(); ++i) {
    if (i == 1) writer.prompt(1);
    writer.chunk(chunks[i]);
  }
}

TEST(Capture, ReplaysWhatCameAndWhatWasDeclared) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  capture_some(file);
  const LiveSource replay = open_replay(at(file));
  const LiveSource source = some_source();
  EXPECT_EQ(replay.name, source.name);
  EXPECT_EQ(replay.decoder, "text");
  EXPECT_EQ(replay.declared, source.declared);
  EXPECT_EQ(replay.metadata, source.metadata);
  EXPECT_EQ(replay.started, source.started);
  LiveReader reader(*replay.bytes);
  EXPECT_EQ(reader.chunks_before_prompt(), 1);  // where it was shown
  EXPECT_EQ(reader.chunks_before_prompt(), 0);  // no other was
  expect_equal(all_of(reader), some_chunks());
}

TEST(Capture, ACaptureOfAReplayReplaysTheSame) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  const fs::path again = folder.path() / "b.capture";
  capture_some(file);
  {
    const LiveSource replay = open_replay(at(file));
    CaptureWriter writer(again, replay);
    LiveReader reader(*replay.bytes, &writer);
    EXPECT_EQ(reader.chunks_before_prompt(), 1);
    EXPECT_EQ(all_of(reader).size(), 4u);
  }
  const LiveSource replay = open_replay(at(again));
  LiveReader reader(*replay.bytes);
  EXPECT_EQ(reader.chunks_before_prompt(), 1);
  expect_equal(all_of(reader), some_chunks());
}

TEST(Capture, OneThatWasCutOffEndsWithItsLastWholeRecord) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  capture_some(file);
  const std::vector<uint8_t> whole = read_bytes(file);
  size_t most = 0;
  for (size_t size = whole.size(); size > whole.size() - 30; --size) {
    write_file(file, std::span(whole).first(size));
    const LiveSource replay = open_replay(at(file));
    LiveReader reader(*replay.bytes);
    const auto chunks = all_of(reader);
    EXPECT_EQ(chunks.size(), size == whole.size()        ? 4u
                             : size >= whole.size() - 16 ? 3u
                                                         : 2u)
        << size;
    most = std::max(most, chunks.size());
  }
  EXPECT_EQ(most, 4u);
}

TEST(Capture, DamagedFilesAreErrors) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  EXPECT_THROW(open_replay(at(file)), Error);
  write_atomically(file, "something else\n");
  EXPECT_THROW(open_replay(at(file)), Error);
  write_atomically(file, "motecap1{\"source\":1}\n");
  EXPECT_THROW(open_replay(at(file)), Error);
  fs::remove(file);
  capture_some(file);
  const std::vector<uint8_t> whole = read_bytes(file);
  // Whatever byte is wrong, there is an end or an Error.
  for (size_t i = 0; i < whole.size(); ++i) {
    std::vector<uint8_t> damaged = whole;
    damaged[i] ^= 0x81;
    write_file(file, damaged);
    try {
      const LiveSource replay = open_replay(at(file));
      LiveReader reader(*replay.bytes);
      EXPECT_LE(all_of(reader).size(), 5u);
    } catch (const Error&) {
    }
  }
}

TEST(Capture, NothingIsOverwritten) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  write_atomically(file, "precious");
  EXPECT_THROW(CaptureWriter(file, some_source()), Error);
  EXPECT_EQ(read_text(file), "precious");
}

class LostDevice : public ByteSource {
 public:
  std::optional<Chunk> read(std::chrono::milliseconds) override {
    if (reads_++ == 0) return chunk_of(3, "1\n");
    throw Error("the device is gone: unplugged", "/dev/ttyACM0");
  }

 private:
  int reads_ = 0;
};

TEST(LiveReader, ALostDeviceIsAnErrorOnceAllWasTaken) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a.capture";
  {
    LiveSource source = some_source();
    CaptureWriter writer(file, source);
    LostDevice device;
    LiveReader reader(device, &writer);
    expect_equal({*reader.next(kLong)}, {chunk_of(3, "1\n")});
    EXPECT_THROW(reader.next(kLong), Error);
  }
  const LiveSource replay = open_replay(at(file));
  LiveReader reader(*replay.bytes);
  EXPECT_TRUE(reader.next(kLong).has_value());
  EXPECT_THROW(reader.next(kLong), Error);
}

class Endless : public ByteSource {
 public:
  std::optional<Chunk> read(std::chrono::milliseconds) override {
    return Chunk{at_ns_++, std::vector<uint8_t>(1 << 20)};
  }

 private:
  int64_t at_ns_ = 0;
};

TEST(LiveReader, ASourceThatIsFasterThanItsReaderWaits) {
  Endless endless;
  LiveReader reader(endless);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(reader.next(kLong)->arrived_ns, i);
  }
  reader.stop();
  int64_t rest = 0;
  while (reader.next(kLong)) ++rest;
  EXPECT_LE(rest, 65);
}

}  // namespace
}  // namespace mote
