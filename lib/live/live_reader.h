// A source being read: a thread of its own takes the bytes as they arrive, so
// that nothing is late while a recording is stored.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "lib/live/byte_source.h"
#include "lib/live/capture.h"

namespace mote {

class LiveReader {
 public:
  // `capture`, where given, gets all that arrives. Both must outlive it.
  explicit LiveReader(ByteSource& source, CaptureWriter* capture = nullptr);
  ~LiveReader();
  LiveReader(const LiveReader&) = delete;
  LiveReader& operator=(const LiveReader&) = delete;

  // The next chunk, waiting up to `timeout`. No bytes: nothing came. Nothing:
  // the source has ended, or stop() was called, and all was taken. Throws what
  // the source threw, once all before it was taken.
  std::optional<Chunk> next(std::chrono::milliseconds timeout);

  // A prompt is about to be shown: how many of the chunks to come belong to the
  // time before it. Live, what has arrived by now; of a replay, what had then.
  int64_t chunks_before_prompt();

  // Reads no more; what has arrived can still be taken.
  void stop();

 private:
  void read_all();
  std::optional<Chunk> read_one();
  void put(Chunk chunk);

  ByteSource& source_;
  CaptureWriter* capture_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> waiting_;
  size_t waiting_bytes_ = 0;
  int64_t taken_ = 0;
  bool ended_ = false;
  std::exception_ptr fault_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace mote
