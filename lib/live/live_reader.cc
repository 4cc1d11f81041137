#include "lib/live/live_reader.h"

#include <algorithm>
#include <utility>

#include "lib/base/error.h"

namespace mote {
namespace {

constexpr std::chrono::milliseconds kLook(50);  // how often stop is looked for
// A thread that gets ahead by so much waits; sources have buffers of their own.
constexpr size_t kMostWaitingBytes = 64 << 20;

}  // namespace

LiveReader::LiveReader(ByteSource& source, CaptureWriter* capture)
    : source_(source), capture_(capture), thread_([this] { read_all(); }) {}

LiveReader::~LiveReader() {
  stop();
  thread_.join();
}

void LiveReader::stop() {
  stop_ = true;
  std::lock_guard guard(mutex_);
  changed_.notify_all();
}

// The next chunk; of a device that is lost, the capture says so too.
std::optional<Chunk> LiveReader::read_one() {
  try {
    return source_.read(kLook);
  } catch (const Error& error) {
    if (capture_ != nullptr) capture_->lost(error.what_happened());
    throw;
  }
}

void LiveReader::read_all() {
  std::exception_ptr fault;
  try {
    while (!stop_) {
      std::optional<Chunk> chunk = read_one();
      if (!chunk) break;
      if (!chunk->bytes.empty()) put(std::move(*chunk));
    }
  } catch (...) {
    fault = std::current_exception();
  }
  std::lock_guard guard(mutex_);
  fault_ = fault;
  ended_ = true;
  changed_.notify_all();
}

void LiveReader::put(Chunk chunk) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return waiting_bytes_ < kMostWaitingBytes || stop_; });
  // What is not captured is not taken either.
  if (waiting_bytes_ >= kMostWaitingBytes) return;
  if (capture_ != nullptr) capture_->chunk(chunk);
  waiting_bytes_ += chunk.bytes.size();
  waiting_.push_back(std::move(chunk));
  changed_.notify_all();
}

std::optional<Chunk> LiveReader::next(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout, [&] { return !waiting_.empty() || ended_; });
  if (waiting_.empty()) {
    if (!ended_) return Chunk{};
    if (fault_) std::rethrow_exception(fault_);
    return std::nullopt;
  }
  Chunk chunk = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= chunk.bytes.size();
  ++taken_;
  changed_.notify_all();
  return chunk;
}

int64_t LiveReader::chunks_before_prompt() {
  const int64_t replayed = source_.chunks_before_prompt();
  std::lock_guard guard(mutex_);
  const int64_t chunks = replayed < 0 ? static_cast<int64_t>(waiting_.size())
                                      : std::max<int64_t>(replayed - taken_, 0);
  if (capture_ != nullptr) capture_->prompt(taken_ + chunks);
  return chunks;
}

}  // namespace mote
