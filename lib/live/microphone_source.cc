#include "lib/live/microphone_source.h"

#include <cstring>

#include "lib/signal/microphone.h"

namespace mote {
namespace {

constexpr double kUsualRate_hz = 16000;

class MicrophoneBytes : public ByteSource {
 public:
  explicit MicrophoneBytes(const ListenOptions& options)
      : microphone_(options) {}

  // A block of sound takes 20 ms: shorter than any timeout that matters.
  std::optional<Chunk> read(std::chrono::milliseconds) override {
    const std::span<const int16_t> block = microphone_.read();
    Chunk chunk;
    chunk.bytes.resize(block.size_bytes());
    std::memcpy(chunk.bytes.data(), block.data(), block.size_bytes());
    chunk.arrived_ns = clock_.now_ns();
    return chunk;
  }

  int64_t gaps() const override { return microphone_.gaps(); }

 private:
  Microphone microphone_;
  ArrivalClock clock_;
};

}  // namespace

LiveSource open_microphone(const SourceOptions& options) {
  ListenOptions listening;
  listening.rate_hz = options.rate_hz > 0 ? options.rate_hz : kUsualRate_hz;
  listening.device = options.address;
  LiveSource source;
  source.bytes = std::make_unique<MicrophoneBytes>(listening);
  source.name = "microphone";
  source.decoder = "values";
  source.declared.axes = {{"audio", ""}};
  source.declared.rate_hz = listening.rate_hz;
  source.declared.type = "int16";
  source.declared.kind = "audio";
  return source;
}

}  // namespace mote
