// Raw capture: the bytes of a source with their arrival times, as they came,
// so that they can be replayed through the same path.
//
//   8 bytes  "motecap1"
//   a line   JSON: source, decoder, declared (axes, frame_shape, rate_hz, type,
//            kind), metadata, started (seconds since 1970)
//   records  a byte, 8 bytes (little-endian), 4 bytes (size), content:
//            'c' a chunk: arrived_ns, its bytes
//            'p' a prompt: how many chunks had been taken by then, nothing
//            'e' the device was lost: 0, what was said of it
//
// A capture that was cut off (kill -9, full disk) ends with its last whole
// record.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>

#include "lib/live/live_source.h"

namespace mote {

// Writes a capture. Safe to use from two threads at once.
class CaptureWriter {
 public:
  // Throws Error when the file is there already or cannot be written.
  CaptureWriter(const std::filesystem::path& file, const LiveSource& source);

  // Throws Error when the disk is full.
  void chunk(const Chunk& chunk);
  void prompt(int64_t chunks_taken);
  void lost(std::string_view what);

 private:
  void record(char kind, int64_t number, std::span<const uint8_t> content);

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::mutex mutex_;
};

// A capture, options.address, as a source: what was declared then, but for what
// the options say. Chunks come as fast as they are read; a lost device is lost
// again. Throws Error for a file that is no capture.
LiveSource open_replay(const SourceOptions& options);

}  // namespace mote
